"""Writes docs/reference: a page for each public header, in one form, from the comments and declarations of the header.

    python3 docs/reference.py [PROGRAMS]           writes the pages
    python3 docs/reference.py --check [PROGRAMS]   says which pages are not what would be written

PROGRAMS is the folder of the built snippets (build/release/examples/snippets). It is needed for what programs print: the
outputs of the examples and the tables of reference_models; without it those parts of the pages stay as they are.

The example of a tool is the region `// [tool]` of one of examples/snippets/reference_*.cpp, and its output what that
program prints behind part("tool"). Its row in Python is the one of docs/reference/python-to-cogen.md.
"""
import functools
import os
import pathlib
import re
import subprocess
import sys
import textwrap

sys.path.insert(0, str(pathlib.Path(__file__).parent / "site"))
import headers  # noqa: E402
from comments import capital, escaped_pipes, joined_rows, paragraphs, parts_of, pipe_forms, is_prose  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[1]
INCLUDE = ROOT / "include" / "cogen"
PAGES = ROOT / "docs" / "reference"
SNIPPETS = ROOT / "examples" / "snippets"

# What stands together in the index and refers to each other. Every page is in one of them.
FAMILIES = {
    "Generators": "generator generator_error pmr scheduler",
    "The pull protocol": "iter pull_range config",
    "Sources": "count range repeat cycle iterate call_until lines read_chunks paginate",
    "Slicing": "take drop take_while take_until drop_while islice tail",
    "Grouping": "batch batch_by sliding_window pairwise group_by split_when",
    "Combining": "chain padded flatten zip zip_strict zip_longest interleave round_robin merge merge_from product",
    "Mapping and choosing": "map starmap filter filter_false filter_map compress enumerate accumulate inspect progress "
                            "unique_justseen unique_everseen",
    "Copies and look-ahead": "tee peekable spy",
    "Combinatorics": "permutations combinations combinations_with_replacement powerset",
    "Sinks": "to for_each fold sum min max minmax any all none length first last nth consume join partition",
    "Threads": "prefetch parallel_map statistics",
    "Pagination": "by_number by_cursor by_url by_link_header until_empty pagination_error",
    "Pace": "retry retry_policy retry_after retry_budget rate_limit rate_limited rate_limiter stop_flag",
    "Arrow and Parquet": "columns record_batches parquet parquet_options parquet_reader parquet_writer "
                         "partitioned_writer destination error",
    "Headers of headers": "cogen adaptor source sink parallel pagination pace arrow",
}
GUIDES = {
    "Threads": ("Threads: prefetch and parallel_map", "guide/parallel.md"),
    "Pagination": ("Pagination", "guide/pagination.md"),
    "Pace": ("Pace: retries and rates", "guide/pace.md"),
    "Arrow and Parquet": ("Where Parquet files go", "guide/parquet-destinations.md"),
    "Generators": ("How delegation works", "design/delegation.md"),
    "The pull protocol": ("The pull protocol", "design/pull.md"),
}
OWNERSHIP = "A range given as an lvalue is borrowed and must outlive this; one given as an rvalue is owned"


class Problem(Exception):
    pass


# ---- what there is

class Page:
    def __init__(self, header):
        self.header = header.relative_to(INCLUDE.parent).as_posix()  # cogen/adaptor/batch.hpp
        self.stem = header.stem
        text = header.read_text()
        self.file_comment = headers.file_comment(text)
        self.declared = list(headers.public_declarations(text))
        self.details = list(headers.details(text))
        self.includes = re.findall(r"#include <(cogen/[\w/]+\.hpp)>", text)
        folder = "" if header.parent in (INCLUDE, INCLUDE.parent, INCLUDE / "detail") else header.parent.name + "/"
        umbrella = (INCLUDE / self.stem).is_dir() and header.parent == INCLUDE
        self.path = PAGES / (f"{self.stem}/index.md" if umbrella else f"{folder}{self.stem}.md")
        if header == INCLUDE.parent / "cogen.hpp":
            self.path = PAGES / "cogen.md"
        self.is_list = umbrella or self.stem == "cogen"

    def link(self, text, page_from, anchor=""):
        return f"[{text}]({os.path.relpath(self.path, page_from.parent)}{anchor})"


def public_headers():
    found = [INCLUDE.parent / "cogen.hpp", INCLUDE / "detail" / "pull_range.hpp"]
    found += [path for path in sorted([*INCLUDE.glob("*.hpp"), *INCLUDE.glob("*/*.hpp")]) if path.parent.name != "detail"]
    return found


class Reference:
    def __init__(self, programs=None):
        self.programs = programs
        self.pages = {}
        for header in public_headers():
            page = Page(header)
            self.pages[page.stem] = page
        self.details = {}
        for path in sorted(INCLUDE.rglob("*.hpp")):
            for declared in headers.details(path.read_text()):
                self.details.setdefault(declared.name, declared)
        # A tool that another header is named after stands on the page of that.
        self.entities = {stem: [] for stem in self.pages}
        for stem, page in self.pages.items():
            for declared in page.declared:
                home = declared.name if declared.name in self.pages and declared.kind in ("variable", "function") else stem
                self.entities[home].append(declared)
        self.home = {}
        for stem, declared in self.entities.items():
            for each in declared:
                if not made_by_a_tool(each):
                    self.home.setdefault(each.name, stem)
        self.examples = examples()
        self.python = python_rows()
        self.families = {name: family for family, names in FAMILIES.items() for name in names.split()}
        missing = [stem for stem in self.pages if stem not in self.families]
        gone = [name for name in self.families if name not in self.pages]
        if missing or gone:
            raise Problem(f"docs/reference.py: FAMILIES lacks {missing}, and has {gone}, which are no headers")

    # ---- text

    def linked(self, text, page, own=()):
        """Names of the library as code, and as links where another page is about them."""
        pieces = re.split(r"(`[^`]*`|\[[^]]*\]\([^)]*\))", text)
        for number, piece in enumerate(pieces):
            if piece.startswith("`"):
                name = piece.strip("`")
                if "_" in name or name in self.pages or name in ("from", "make", "source", "iterable", "segmented"):
                    pieces[number] = self.name_link(name, piece, page, own)
            elif not piece.startswith("["):
                piece = re.sub(r"<(cogen[\w/]*\.hpp)>", r"`<\1>`", piece)
                piece = re.sub(r"<(\w+)>", r"`<\1>`", piece)
                piece = re.sub(r"\bstd::[\w:]+(<>)?(\(\))?", lambda found: f"`{found[0].rstrip(':')}`" +
                               (":" if found[0].endswith(":") else ""), piece)
                pieces[number] = re.sub(r"(?<![\w:`./-])[a-z]\w*_\w+(\(\))?(?![\w`/])",
                                        lambda found: self.name_link(found[0].removesuffix("()"), f"`{found[0]}`", page, own)
                                        if found[0].removesuffix("()") in self.home or found[0].endswith("()")
                                        else found[0], piece)
        return "".join(pieces)

    def name_link(self, name, text, page, own):
        stem = self.home.get(name)
        if stem is None or self.pages[stem] is page or name in own:
            return text
        return self.pages[stem].link(text, page.path)

    def block(self, text, page, own=()):
        if text.startswith("```"):
            return text.replace("```\n", "~~~cpp\n", 1)[:-3] + "~~~"
        lines = text.split("\n")
        table = next((n for n, line in enumerate(lines) if line.startswith("|")), len(lines))
        prose = self.linked(" ".join(lines[:table]), page, own)
        wrapped = textwrap.wrap(prose, 120, break_long_words=False, break_on_hyphens=False)
        rows = [re.sub(r" +", " ", self.linked(escaped_pipes(row), page, own)) for row in joined_rows(lines[table:])]
        return "\n".join([*wrapped, *([""] if wrapped and rows else []), *rows])

    # ---- a page

    def write(self, stem):
        page = self.pages[stem]
        lines = [f"<!-- Written by docs/reference.py from include/{page.header}. -->", ""]
        if page.is_list:
            return "\n".join([*lines, *self.list_page(page)]) + "\n"
        entities = [each for each in self.entities[stem] if not made_by_a_tool(each)]
        grouped = {}
        for each in entities:
            grouped.setdefault(each.name, []).append(each)
        main = next((name for name in (stem, f"parallel_{stem}") if name in grouped), None)
        if main is None and len(grouped) == 1:
            main = next(iter(grouped))
        title = "pmr::generator" if stem == "pmr" else main or stem
        lines += [f"# {title if stem == 'config' else f'`{title}`' if main else title.replace('_', ' ').capitalize()}", ""]
        lines += [self.where(page), ""]
        if page.file_comment:
            lines += self.blocks(page.file_comment, page)
        facts = {}
        if main:
            facts = self.entity(lines, page, grouped.pop(main))
        own = self.python_section(page, main or stem, facts)
        example = self.example(stem if stem in self.examples else main or stem, required=True)
        models = self.models(page, main or stem)
        for heading, section in (("In and out", facts_table(facts, ("In", "Out", "Ownership"))),
                                 ("What it models", models),
                                 ("Cost", said(facts, "Cost")), ("Throws", said(facts, "Throws")),
                                 ("Thread-safety", said(facts, "Thread-safety")),
                                 ("Example", example)):
            if section:
                lines += [f"## {heading}", "", *section, ""]
        for name, declared in grouped.items():
            lines += [f"## `{name}`", ""]
            more = self.entity(lines, page, declared, level=3)
            table = facts_table(more, ("In", "Out", "Ownership", "Cost", "Throws", "Thread-safety"))
            lines += [*table, ""] if table else []
            if name in self.examples and name != stem:
                lines += [*self.example(name), ""]
            own += [f"- `{name}`: {more['Python']}"] if "Python" in more else []
        lines += ["## In Python", "", *"\n".join(own).strip().split("\n"), ""] if own else []
        if not own and entities:
            raise Problem(f"include/{page.header}: no Python's spelling: `Python: ...`, or a row of python-to-cogen.md")
        lines += ["## See also", "", self.see_also(page, entities), ""]
        return "\n".join(lines).rstrip() + "\n"

    def where(self, page):
        header = page.header if "detail" not in page.header else "cogen/iter.hpp"
        families = {"Threads": "parallel", "Pagination": "pagination", "Pace": "pace", "Arrow and Parquet": "arrow"}
        family = self.families[page.stem]
        whole = f"cogen/{families[family]}.hpp" if family in families else "cogen.hpp"
        here = f"`#include <{header}>`"
        if page.stem == "scheduler":
            return f"{here}; not part of `<cogen.hpp>`."
        return f"{here}, or all of `<{whole}>`."

    def blocks(self, doc, page, own=()):
        return [line for block in paragraphs(doc) for line in (self.block(block, page, own), "")]

    def entity(self, lines, page, declared, level=2):
        """Adds what it does and how it is declared; returns its facts."""
        doc = "\n\n".join(each.doc for each in declared if each.doc)
        if not doc and declared[0].kind != "variable":
            raise Problem(f"include/{page.header}: {declared[0].name} has no comment")
        general, facts = parts_of(doc)
        parameters = set(re.findall(r"\b(\w+)[,)]", " ".join(each.head for each in declared)))
        own = {declared[0].name, *parameters}
        tools = [tool for each in declared if (tool := self.tool_of(each))]
        if tools:
            own |= {name for code in tools[0][0] for name in re.findall(r"(\w+)(?: = [^,]*)?[,)]", code)}
        for block in general:
            lines += [self.block(block, page, own), ""]
        facts = {name: self.linked(capital(text), page, own) if name != "Python" else capital(text)
                 for name, text in facts.items()}
        signatures = []
        members = []
        for each in declared:
            signatures += self.signatures(each)
            if each.kind == "class" and "{" in each.whole and not is_plain(each):
                members += list(public_members(each))
                if members:
                    signatures[-1] = signatures[-1].rstrip(";") + " {"
                    signatures += [f"  {line}" for member in members for line in headers.tidy(member.head).split("\n")]
                    signatures.append("};")
        for source in self.sources_made(page, declared[0]):
            more = [member for member in public_members(source) if member.doc and member.name not in
                    ("pull", "segment", source.name, "get")]
            signatures += ["", "// Members of the source:"] if more else []
            signatures += [line for member in more for line in headers.tidy(member.head).split("\n")]
            members += more
        members = [member for member in members if member.doc]
        lines += [f"{'#' * level} Signatures", ""] if level == 2 else []
        lines += ["~~~cpp", *signatures, "~~~", ""]
        if members:
            lines += [f"{'#' * level} Members", ""] if level == 2 else []
            lines += ["| member | what it does |", "|---|---|"]
            for member in members:
                code = member.name + ("()" if member.kind == "function" and "operator" not in member.name else "")
                text = " ".join(self.block(block, page, own) for block in paragraphs(member.doc) if is_prose(block))
                lines.append(f"| `{code}` | {' '.join(text.split())} |")
            lines.append("")
        takes_ranges = any("iterable" in code for code in signatures) and "In" in facts
        if takes_ranges:
            facts["Ownership"] = OWNERSHIP
        lazy = page.header.split("/")[1] not in ("sink", "arrow") and takes_ranges
        for needed in ("In", "Out", "Cost", "Throws") if level == 2 and tools else ():
            if needed not in facts and not (needed == "In" and not lazy):
                raise Problem(f"include/{page.header}: the comment of {declared[0].name} says nothing of `{needed}`")
        return facts

    def sources_made(self, page, tool):
        if not self.tool_of(tool) and tool.kind != "function":
            return []
        found = [each for each in self.entities[page.stem] if made_by_a_tool(each) and each.kind == "class"]
        if page.stem in ("zip", "zip_strict"):
            shared = headers.public_declarations((INCLUDE / "detail" / "zipping.hpp").read_text())
            found += [each for each in shared if each.name == "zip_source"]
        return found

    # ---- signatures

    def tool_of(self, declared):
        """The ways in which a function object is called, and whether it has a pipe form."""
        if declared.kind != "variable":
            return None
        found = re.search(r"detail::(\w+_fn)\b", declared.head)
        if not found:
            return None
        code = self.details[found[1]]
        overloads = []
        piped = False
        while code is not None:
            piped = piped or "tool<" in code.head or "takes_ranges" in code.head
            overloads = [member for member in headers.declarations(code.body)
                         if member.name in ("apply", "operator()")
                         and "delete" not in member.head and not member.head.startswith("using")]
            base = re.search(r":\s*(?:public )?(?:cogen::)?(?:detail::)?(\w+)", headers.without_template(code.head))
            if overloads or not base:
                break
            code = self.details.get(base[1])
            if code is None:
                break
        how = "apply" if piped else "operator()"
        overloads = [member for member in overloads if member.name == how] or overloads
        return [headers.tidy(member.head, member.name, declared.name) for member in overloads], piped

    def signatures(self, declared):
        if tool := self.tool_of(declared):
            overloads, piped = tool
            if not overloads:
                raise Problem(f"{declared.name}: no overload found")
            result = list(dict.fromkeys(overloads))
            if piped:
                result += ["", *dict.fromkeys(pipe for code in result for pipe in pipe_forms(code, declared.name))]
            return ("\n".join(result)).split("\n")
        if declared.kind in ("enum", "concept") or declared.kind == "class" and is_plain(declared):
            text = re.sub(r"///<? ?", "// ", declared.whole)
            return re.sub(r"\[\[[^]]*\]\]\s*", "", text).split("\n")
        if declared.kind == "class":
            return headers.tidy(declared.head).split("\n")
        return headers.tidy(declared.head).split("\n")

    # ---- what programs print

    @functools.cache
    def output(self, program):
        if not self.programs:
            return None
        path = self.programs / program
        if not path.is_file():
            raise Problem(f"{program} is not built in {self.programs}")
        result = subprocess.run([path], capture_output=True, text=True, timeout=300)
        if result.returncode:
            raise Problem(f"{program} fails: {result.stderr}")
        found = re.findall(r"^=== (\S+)\n(.*?)(?=^=== |\Z)", result.stdout, re.MULTILINE | re.DOTALL)
        return {name: text.strip("\n") for name, text in found}

    def example(self, tag, required=False):
        if tag not in self.examples:
            if required:
                raise Problem(f"no example: no region `// [{tag}]` in examples/snippets/reference_*.cpp")
            return []
        file, code = self.examples[tag]
        lines = [f"<!-- snippet: {file}#{tag} -->", "```cpp", *code.split("\n"), "```"]
        comment = f"<!-- output: {file}#{tag} -->"
        printed = self.output(pathlib.Path(file).stem)
        shown = printed.get(tag) if printed is not None else self.committed_output(comment)
        return lines + (["", comment, "```text", *shown.split("\n"), "```"] if shown else [])

    @functools.cache
    def committed(self):
        return "\n".join(page.path.read_text() for page in self.pages.values() if page.path.is_file())

    def committed_output(self, comment):
        found = re.search(re.escape(comment) + r"\n```text\n(.*?)\n```\n", self.committed(), re.DOTALL)
        return found[1] if found else None

    def models(self, page, name):
        printed = self.output("reference_models")
        if printed is None:
            if not page.path.is_file():
                return []
            found = re.search(r"^## What it models\n\n(.*?)\n\n(?=## )", page.path.read_text(), re.MULTILINE | re.DOTALL)
            return found[1].split("\n") if found else []
        if name not in printed:
            return []
        rows = [line.split(": ", 1) for line in printed[name].split("\n")]
        return ["| | |", "|---|---|", *(f"| {key} | {escaped_pipes(value)} |" for key, value in rows)]

    # ---- around

    def python_section(self, page, name, facts):
        lines = []
        if "Python" in facts:
            lines += [facts["Python"], ""]
        rows = [row for row in self.python if uses(row[2], name)]
        doc = " ".join(each.doc for each in self.entities[page.stem] if each.name == name)
        mentioned = re.search(r"(?:Python's|more-itertools') `(?:\w+\.)*(\w+)", doc)
        names = f"({name}|{mentioned[1] if mentioned else name})"
        rows = ([row for row in rows if re.match(rf"`(\w+\.)*{names}\(", row[1]) and re.match(rf"`{name}\b", row[2])] or
                [row for row in rows if re.match(rf"`{name}\b", row[2])] or rows)
        if rows:
            file = os.path.relpath(PAGES / "python-to-cogen.md", page.path.parent)
            lines += ["| Python | C++ | both give |", "|---|---|---|"]
            lines += [f"| {row[1]} | {row[2]} | {row[3]} |" for row in rows[:3]]
            lines += ["", f"Where there are two answers the second is that of C++. [All names]({file})"]
        return lines

    def see_also(self, page, entities):
        family = self.families[page.stem]
        links = []
        mentioned = " ".join(re.sub(r"^\|.*|`\w+`, `\w+` ", "", each.doc, flags=re.MULTILINE) for each in entities)
        mentioned = re.sub(r"`(first|last|next|range|count|map|filter|min|max|sum|source)`", "", mentioned)
        for name in re.findall(r"`(\w+)`", mentioned):
            stem = self.home.get(name, name)
            if stem in self.pages and self.families[stem] != family and stem not in links and stem == name:
                links.append(stem)
        names = [name for name in FAMILIES[family].split() if name != page.stem]
        texts = [self.pages[name].link(f"`{name}`", page.path) for name in names + links[:4]]
        if family in GUIDES:
            title, file = GUIDES[family]
            texts.append(f"[{title}]({os.path.relpath(ROOT / 'docs' / file, page.path.parent)})")
        return "\n".join(textwrap.wrap(", ".join(texts) + ".", 120, break_long_words=False, break_on_hyphens=False))

    def summary(self, stem):
        """The first sentence of what stands about it."""
        page = self.pages[stem]
        entities = [each for each in self.entities[stem] if not made_by_a_tool(each) and each.doc]
        main = next((each for each in entities if each.name in (stem, f"parallel_{stem}")), None)
        longest = max(entities, key=lambda each: len(each.doc), default=None)
        doc = main.doc if main and not page.is_list else page.file_comment or (longest.doc if longest else "")
        text = next((" ".join(block.split("\n")) for block in paragraphs(doc)), "")
        text = re.sub(r"^(Python's|more-itertools') `[^`]*`(, by the opposite predicate)?: ", "", text)
        text = re.sub(r"^(`[^`]*`(, )?(and )?)+(, also in pipe form)?(, without `key` by the elements themselves)?: ", "", text)
        text = re.sub(r"^For (the strategies of )?`paginate`: ", "", text)
        text = re.split(r"(?<=[.;:])(?<!\.\.\.)\s|: (?=`|\|)", text)[0]
        text = text if text.endswith("...") else text.rstrip(".;:")
        return capital(text + " ").rstrip()

    def list_page(self, page):
        names = [pathlib.Path(file).stem for file in page.includes if pathlib.Path(file).stem in self.pages]
        lines = [f"# `<{page.header}>`", "", *self.blocks(page.file_comment, page)]
        lines += ["| header | what it has |", "|---|---|"]
        for name in names:
            lines.append(f"| {self.pages[name].link(f'`{name}`', page.path)} | {self.linked(self.summary(name), page)} |")
        return lines

    def index(self):
        page = PAGES / "index.md"
        lines = ["<!-- Written by docs/reference.py. -->", "", "# Reference", "",
                 "A page for each public header, all in one form: what it does, its signatures, what goes in and comes",
                 "out and who owns it, what it models, what it costs, what it throws, an example with its output, and",
                 "how Python spells it. The text is that of the header's comments; examples and tables come from programs",
                 "that the tests run; `show(x)` in them prints a value as Python writes it.", "",
                 "Coming from Python? [From Python to cogen](python-to-cogen.md) has every name of itertools, the builtins",
                 "and more-itertools.", ""]

        class Here:
            path = page
        for family, names in FAMILIES.items():
            lines += [f"## {family}", "", "| | |", "|---|---|"]
            lines += [f"| {self.pages[name].link(f'`{name}`', page)} | "
                      f"{self.linked(self.summary(name), Here, (name,))} |" for name in names.split()]
            lines.append("")
        return "\n".join(lines).rstrip() + "\n"

    def all_pages(self):
        result = {PAGES / "index.md": self.index()}
        problems = []
        for stem, page in self.pages.items():
            try:
                result[page.path] = self.write(stem)
            except Problem as problem:
                problems.append(str(problem))
        unused = [tag for tag in self.examples if f"#{tag} -->\n```cpp" not in "\n".join(result.values())]
        problems += [f"{self.examples[tag][0]}: no page shows the region [{tag}]" for tag in unused]
        if problems:
            raise Problem("\n".join(problems))
        return result


# ---- small things

def made_by_a_tool(declared):
    return declared.doc.startswith("The source that") or (declared.name.endswith("_t") and declared.kind == "class")


def is_plain(declared):
    """A struct of data members: shown as it stands."""
    return declared.head.split("\n")[-1].strip().startswith(("struct", "template")) and "struct " in declared.head and \
        not any(member.kind == "function" for member in headers.declarations(declared.body))


def public_members(declared):
    public = not re.search(r"\bclass\b(?![^<]*>)", headers.without_template(declared.head))
    for member in headers.declarations(declared.body, public):
        if "= delete" in member.head or member.kind == "other" or "with_first" in member.name:
            continue
        if not member.doc and (member.kind != "function" or member.name.startswith("operator") or
                               "= default" in member.head or "static_assert" in member.body):
            continue
        yield member


def said(facts, name):
    return textwrap.wrap(facts[name], 120, break_long_words=False, break_on_hyphens=False) if name in facts else []


def facts_table(facts, names):
    rows = [f"| {name} | {escaped_pipes(facts[name])} |" for name in names if name in facts]
    return ["| | |", "|---|---|", *rows] if rows else []


def examples():
    found = {}
    for file in sorted(SNIPPETS.glob("reference_*.cpp")):
        for tag, code in re.findall(r"^ *// \[(\w+)\]\n(.*?)^ *// \[/\1\]$", file.read_text(), re.MULTILINE | re.DOTALL):
            if tag in found:
                raise Problem(f"{file.name}: the region [{tag}] is in {found[tag][0]} too")
            found[tag] = (file.name, textwrap.dedent(code).strip("\n"))
    return found


def python_rows():
    rows = []
    for line in (PAGES / "python-to-cogen.md").read_text().splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 5 and cells[1].startswith("`"):
            rows.append((cells[0], cells[1], cells[2], cells[3]))
    return rows


def uses(code, name):
    return re.search(rf"^`{name}(<[\w:]+>)?\(|\| {name}(<[\w:]*>)?(\(|`| )|(?<![\w.:<]){name}(<\d>)?\(", code) is not None


def main():
    arguments = sys.argv[1:]
    check = "--check" in arguments
    arguments = [argument for argument in arguments if not argument.startswith("--")]
    try:
        pages = Reference(pathlib.Path(arguments[0]).resolve() if arguments else None).all_pages()
    except Problem as problem:
        sys.exit(str(problem))
    kept = {PAGES / "python-to-cogen.md"}
    stray = [path for path in PAGES.rglob("*.md") if path not in pages and path not in kept]
    different = [path for path, text in pages.items() if not path.is_file() or path.read_text() != text]
    if check:
        for path in different:
            print(f"{path.relative_to(ROOT)}: not what docs/reference.py writes")
        for path in stray:
            print(f"{path.relative_to(ROOT)}: no header has this page")
        print(f"{len(pages)} pages, {len(different) + len(stray)} problems")
        sys.exit(bool(different or stray))
    for path in stray:
        path.unlink()
    for path in different:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages[path])
    print(f"{len(pages)} pages, {len(different)} written")


if __name__ == "__main__":
    main()
