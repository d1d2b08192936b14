"""What the `///` comments of the headers say, for docs/reference.py: general text, and facts named In, Out, Cost, ..."""
import re

MARKER = re.compile(r"(?:^|(?<=[.:)] ))(In|Out|Cost|Memory|Throws|Thread-safety|Python)(?:: |(?<=Throws) )")


def paragraphs(doc):
    """Blocks between empty lines; fenced code is one block."""
    block = []
    fenced = False
    for line in doc.splitlines():
        fenced ^= line.startswith("```")
        if not line.strip() and not fenced:
            if block:
                yield "\n".join(block)
            block = []
        else:
            block.append(line)
    if block:
        yield "\n".join(block)


def is_prose(block):
    return not block.startswith(("```", "|", "- "))


def parts_of(doc):
    """What a comment says in general, a list of blocks, and the facts that it names: In, Out, Cost, ..."""
    general = []
    facts = {}
    for block in paragraphs(doc):
        lines = block.split("\n")
        table = next((n for n, line in enumerate(lines) if line.startswith("|")), None)
        if not is_prose(block) or table is not None:
            general.append(block)
            continue
        text = " ".join(lines)
        marks = list(MARKER.finditer(text))
        before = text[:marks[0].start()] if marks else text
        if before.strip():
            general.append(before.strip())
        for mark, following in zip(marks, [*marks[1:], None]):
            said = text[mark.end():following.start() if following else None].strip()
            name, said = ("Cost", f"Memory: {said}") if mark[1] == "Memory" else (mark[1], said)
            facts[name] = f"{facts[name]} {said}" if name in facts else said
    return general, facts


def capital(text):
    """Begins with a capital letter, but where that is a name in C++."""
    return text[0].upper() + text[1:] if re.match(r"[a-z][a-z-]*[ ,.;:](?!:)", text) else text


def escaped_pipes(text):
    """Pipes within code are no columns."""
    return re.sub(r"`[^`]*`", lambda found: re.sub(r"(?<!\\)\|", r"\\|", found[0]), text)


def joined_rows(rows):
    """A row whose first cell is empty continues the one above it."""
    result = []
    for row in rows:
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|(?=(?:[^`]*`[^`]*`)*[^`]*$)", row.strip())[1:-1]]
        if cells and not cells[0] and len(result) > 2:
            result[-1] = [f"{above} {cell}".strip() for above, cell in zip(result[-1], cells)]
        else:
            result.append(cells)
    return ["|" + "---|" * len(cells) if all(re.fullmatch(r":?-+:?", cell) for cell in cells)
            else "| " + " | ".join(cells) + " |" for cells in result]


def pipe_forms(code, name):
    """`range | batch(n)` of `batch(Range&& range, std::integral auto n)`."""
    found = re.search(rf"\b{name}\((.*?)\)( ->|;|$)", " ".join(code.split()))
    if not found or not found[1]:
        return
    parameters = []
    depth = 0
    current = ""
    for letter in found[1]:
        depth += (letter in "(<{[") - (letter in ")>}]")
        if letter == "," and depth == 0:
            parameters.append(current)
            current = ""
        else:
            current += letter
    parameters.append(current)
    names = []
    optional = []
    for parameter in parameters:
        plain, _, default = parameter.partition(" = ")
        word = re.search(r"(\w+)$", plain.strip())
        word = word[1] if word else plain
        names.append({"strict_t": "strict"}.get(word, word) + ("..." if "..." in plain else ""))
        optional.append(bool(default))
    if "range" not in names[0] and not names[0].startswith(("ranges", "arguments")):
        return
    if names[0].endswith("..."):
        yield f"range | {name}({names[0]})"
        return
    required = [one for one, left_out in zip(names[1:], optional[1:]) if not left_out]
    if len(required) < len(names) - 1:
        yield f"range | {name}({', '.join(required)})" if required else f"range | {name}"
    rest = ", ".join(names[1:])
    yield f"range | {name}({rest})" if rest else f"range | {name}"
