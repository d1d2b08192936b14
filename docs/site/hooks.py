"""What the site needs beside the documents: a navigation from the folders, and the files of the repository that they link.

Documents link to files outside of docs/: programs, headers, pages of examples. On the site a header is its page of the
reference, another Markdown file is a page too, and any other file is a page that shows it.
"""
import pathlib
import re
import sys

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, InclusionLevel

DOCS = pathlib.Path(__file__).resolve().parents[1]
ROOT = DOCS.parent
sys.path[:0] = [str(DOCS), str(DOCS / "site")]

from links import with_links  # noqa: E402
from reference import FAMILIES, INCLUDE, public_headers  # noqa: E402

LANGUAGES = {".cpp": "cpp", ".hpp": "cpp", ".py": "python", ".sh": "sh", ".txt": "text", ".cmake": "cmake"}


def page_of(path):
    """The name on the site of a file of the repository."""
    inside = path.relative_to(ROOT)
    if inside.parts[0] == "docs":
        return path.relative_to(DOCS).as_posix()
    if inside.as_posix() == "examples/README.md":
        return "examples/index.md"
    if inside.name == "README.md":
        return f"{inside.parent}.md"
    if inside.parts[:2] == ("include", "cogen") and path in public_headers():
        folder = "" if path.parent in (INCLUDE, INCLUDE / "detail") else path.parent.name + "/"
        name = f"{path.stem}/index" if (INCLUDE / path.stem).is_dir() and path.parent == INCLUDE else path.stem
        return f"reference/{folder}{name}.md"
    return inside.as_posix() if inside.suffix == ".md" else f"source/{inside}.md"


def shown(path):
    """A page that shows a file or a folder."""
    name = path.relative_to(ROOT).as_posix()
    begin = f"---\nsearch:\n  exclude: true\n---\n\n# {name}\n\n"
    if path.is_dir():
        inside = sorted(child for child in path.iterdir() if child.is_file() and child.suffix in LANGUAGES)
        return begin + "\n".join(f"- [{child.name}]({child.name})" for child in inside) + "\n"
    return f"{begin}~~~~{LANGUAGES.get(path.suffix, 'text')}\n{path.read_text()}~~~~\n"


def relinked(text, path, found):
    """The text of the file with links to where their targets are on the site; `found` collects these."""
    here = page_of(path)

    def new_target(target):
        file, _, anchor = target.partition("#")
        if not file or re.match(r"[a-z]+:", file):
            return None
        linked = ((path if path.is_dir() else path.parent) / file).resolve()
        if not linked.is_relative_to(ROOT) or not linked.exists():
            return None  # mkdocs says so
        if linked == ROOT / "README.md":  # the site has a page of its own for that
            linked, anchor = DOCS / "index.md", ""
        if linked.is_dir() and (linked / "README.md").is_file():
            linked = linked / "README.md"
        if linked.is_relative_to(DOCS) and linked.suffix != ".md":
            return None
        name = page_of(linked)
        found.add(linked if not name.startswith("reference/") else DOCS / name)
        up = "../" * here.count("/")
        return f"{up}{name}" + (f"#{anchor}" if anchor else "")

    return with_links(text, new_target)


def plain_pipes(text):
    """GitHub wants `\\|` for a pipe in the code of a table, Python-Markdown a plain one."""
    return re.sub(r"^\|.*", lambda row: re.sub(r"`[^`]*`", lambda code: code[0].replace("\\|", "|"), row[0]), text,
                  flags=re.MULTILINE)


def on_page_markdown(markdown, page, config, files):
    if page.file.src_uri in ("index.md", "reference/python-to-cogen.md"):  # the tables of the latter are wide
        page.meta["hide"] = ["navigation"]
    markdown = markdown.replace("<details>", '<details markdown="1">')  # GitHub needs no word for that
    return re.sub(r"\A\s*<!-- .* -->\s*", "", markdown)  # else the heading would not be the title


def on_files(files, config):
    texts = {}
    waiting = {DOCS / file.src_uri for file in files.documentation_pages()} | {ROOT / "examples" / "README.md"}
    while waiting:
        path = waiting.pop()
        found = set()
        text = path.read_text() if path.suffix == ".md" else shown(path)
        texts[page_of(path)] = plain_pipes(relinked(text, path, found))
        waiting |= {each for each in found if page_of(each) not in texts}
    for name, text in texts.items():
        if file := files.get_file_from_path(name):
            files.remove(file)
        hidden = name.startswith("source/")
        files.append(File.generated(config, name, content=text,
                                    inclusion=InclusionLevel.NOT_IN_NAV if hidden else InclusionLevel.INCLUDED))
    config.nav = navigation(set(texts))
    return files


def navigation(names):
    def folder(name):
        return sorted((each for each in names if each.startswith(name + "/")),
                      key=lambda each: (not each.endswith("/index.md"), each))
    headers = {path.stem: page_of(path) for path in public_headers()} | {"cogen": "reference/cogen.md"}
    reference = ["reference/index.md", "reference/python-to-cogen.md"]
    reference += [{family: [headers[name] for name in listed.split()]} for family, listed in FAMILIES.items()]
    sections = [("Tutorial", folder("tutorial")), ("Guides", folder("guide")), ("Reference", reference),
                ("Design", folder("design")), ("Examples", folder("examples")),
                ("Benchmarks", ["benchmarks.md", *folder("benchmarks")])]
    return [{"Home": "index.md"}, *({title: pages} for title, pages in sections if pages)]


def on_post_build(config):
    """Nothing may be loaded from elsewhere."""
    loads = re.compile(r"<(?:script|img|iframe|source)[^>]*\ssrc=[\"']?(?:https?:)?//|"
                       r"<link[^>]*rel=[\"']?(?:stylesheet|preconnect|icon|preload)[^>]*(?:https?:)?//|"
                       r"url\([\"']?(?:https?:)?//|@import\s*[\"'](?:https?:)?//")
    for path in pathlib.Path(config.site_dir).rglob("*"):
        if path.suffix in (".html", ".css") and (found := loads.search(path.read_text())):
            raise PluginError(f"{path}: loads from elsewhere: {found[0]}")
