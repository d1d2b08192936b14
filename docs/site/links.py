"""The links of a Markdown text."""
import re

FENCE = re.compile(r"^ *(```+|~~~+)")
LINK = re.compile(r"(!?\[(?:[^][]|\[[^]]*\])*\])\((<[^>]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)((?:\s+\"[^\"]*\")?)\)")
CODE = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n\n).)+?(?<!`)\1(?!`)", re.DOTALL)


def outside_of_fences(text, change):
    """Applies `change` to what is no fenced code."""
    pieces = [[]]
    fence = None
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if not fence and mark:
            fence = mark[1]
            pieces.append([line])
        elif fence and mark and mark[1].startswith(fence) and line.strip() == mark[1]:
            fence = None
            pieces[-1].append(line)
            pieces.append([])
        else:
            pieces[-1].append(line)
    # Text and code take turns.
    texts = ["\n".join(piece) if number % 2 else change("\n".join(piece)) for number, piece in enumerate(pieces)]
    return "\n".join(piece for piece, lines in zip(texts, pieces) if lines)


def with_links(text, new_target):
    """The text with the target of each link replaced by what new_target(target) gives; None leaves it."""
    def change(found):
        begin = found[1].index("[") + 1
        shown = LINK.sub(change, found[1][begin:-1])  # an image can be a link
        target = new_target(found[2])
        return f"{found[1][:begin]}{shown}]({found[2] if target is None else target}{found[3]})"

    def change_text(piece):
        spans = [found.span() for found in CODE.finditer(piece)]

        def change_unless_code(found):
            is_code = any(first <= found.start() and found.end() <= last for first, last in spans)
            return found[0] if is_code else change(found)

        return LINK.sub(change_unless_code, piece)

    return outside_of_fences(text, change_text)


def links(text):
    found = []
    with_links(text, lambda target: found.append(target))
    return found
