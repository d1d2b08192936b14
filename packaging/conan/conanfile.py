"""The recipe for Conan 2: conan create packaging/conan, in a checkout of cogen."""
import pathlib
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load, rmdir


class Cogen(ConanFile):
    name = "cogen"
    description = "Python's generators for C++20"
    license = "BSL-1.0"
    topics = ("generator", "coroutine", "itertools", "ranges", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    no_copy_source = True

    def set_version(self):
        config = load(self, pathlib.Path(self.recipe_folder, "../../include/cogen/config.hpp"))
        self.version = ".".join(re.findall(r"#define COGEN_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", config))

    def export_sources(self):
        tree = pathlib.Path(self.recipe_folder, "../..")
        for pattern in "CMakeLists.txt", "LICENSE", "include/*", "modules/*", "packaging/cogen*", "tools/*":
            copy(self, pattern, tree, self.export_sources_folder)

    def layout(self):
        cmake_layout(self)

    def validate(self):
        check_min_cppstd(self, 20)

    def package_id(self):
        # Headers: one package, whatever the settings.
        self.info.clear()

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.user_presets_path = False
        for part in "TESTS", "BENCH", "EXAMPLES":
            toolchain.cache_variables[f"COGEN_BUILD_{part}"] = False
        toolchain.cache_variables["COGEN_ARROW"] = False
        toolchain.generate()

    def build(self):
        CMake(self).configure()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", self.source_folder, pathlib.Path(self.package_folder, "licenses"))
        # Conan makes these for each build system itself.
        rmdir(self, pathlib.Path(self.package_folder, "share", "pkgconfig"))

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        # cogen's own CMake files, which know its components.
        self.cpp_info.builddirs = [str(pathlib.PurePosixPath("share", "cmake", "cogen"))]
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.set_property("pkg_config_name", "cogen")
