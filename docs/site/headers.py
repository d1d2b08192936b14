"""The public declarations of a C++ header with their `///` comments, for docs/reference.py.

No compiler's view of C++, but enough of one for headers in this repository's style: a declaration ends at a semicolon or
behind its body, a comment stands right above what it is about, what is in a namespace `detail` is not public.
"""
import dataclasses
import re


@dataclasses.dataclass
class Declaration:
    kind: str  # namespace, class, enum, concept, alias, variable, function
    name: str
    head: str  # the code without its body
    body: str  # of a class, an enum, a namespace or a concept
    doc: str
    whole: str  # as it stands in the header


def comment_text(lines):
    return "\n".join(re.sub(r"^ *///<? ?", "", line) for line in lines)


def matching(text, start):
    """The position behind the brace that closes the one at `start`."""
    depth = 0
    position = start
    while position < len(text):
        if text.startswith("//", position):
            position = text.index("\n", position)
        elif text[position] in "\"'" and not text[position - 1].isdigit():
            quote = text[position]
            position += 1
            while text[position] != quote:
                position += 2 if text[position] == "\\" else 1
        elif text[position] == "{":
            depth += 1
        elif text[position] == "}":
            depth -= 1
            if depth == 0:
                return position + 1
        position += 1
    raise ValueError("a brace that is not closed")


def opening(text):
    """The position of the parenthesis that the last character of the text closes."""
    depth = 0
    for position in range(len(text) - 1, -1, -1):
        depth += (text[position] == ")") - (text[position] == "(")
        if depth == 0:
            return position
    return 0


def is_expression(before):
    """Whether a brace behind this text begins the requirements of an expression, `requires(...) {`, and no body."""
    if before.endswith("requires"):
        return True
    if not before.endswith(")"):
        return False
    in_front = before[:opening(before)].rstrip()
    # Behind the parameters of a function it is a condition, and the brace begins the body.
    return in_front.endswith("requires") and not re.search(r"(\)|\bconst)\s*requires$", in_front)


def declaration_end(text, start):
    """Returns the position behind the declaration and that of its body, if it has one."""
    depth = 0
    position = start
    body = None
    while position < len(text):
        letter = text[position]
        if text.startswith("//", position):
            position = text.index("\n", position)
        elif letter in "([":
            depth += 1
        elif letter in ")]":
            depth -= 1
        elif letter == ";" and depth == 0:
            return position + 1, body
        elif letter == "{":
            end = matching(text, position)
            if depth == 0:
                before = text[start:position].rstrip()
                expression = is_expression(before)
                initializer = re.search(r"[\w>]$", before) and not re.search(
                    r"\b(class|struct|enum|union|namespace)\b[^()]*$|\b(const|noexcept|override)$|^namespace\b|\) ->", before)
                if not expression and not initializer and body is None:
                    body = position
                following = text[end:].lstrip()[:1]
                if not expression and following not in (";", ",", "{", "(", ")", "&"):
                    return end, body
            position = end - 1
        position += 1
    return len(text), body


def classify(head):
    plain = without_template(head)
    if found := re.match(r"(inline )?namespace\s*([\w:]*)", plain):
        return "namespace", found[2]
    if found := re.match(r"(class|struct)\s+(?:\[\[[^]]*\]\]\s*)?([\w:]+)\s*(<|final|:|$)", plain):
        return ("other" if ">::" in plain.split(":public")[0].split("{")[0] else "class"), found[2]
    if found := re.match(r"enum\s+(?:class\s+)?(\w+)", plain):
        return "enum", found[1]
    if found := re.match(r"concept\s+(\w+)", plain):
        return "concept", found[1]
    if found := re.match(r"using\s+(\w+)\s*=", plain):
        return "alias", found[1]
    if re.match(r"(friend (class|detail)|using |static_assert|extern |friend \w+;)", plain):
        return "other", ""
    if "operator()" in plain:
        return "function", "operator()"
    before, parenthesis, _ = without_angles(plain).partition("(")
    if parenthesis and ("=" not in before or "operator" in before) and "{" not in before:
        if found := re.search(r"(operator\s*\S+|~?\w+)\s*$", before):
            return "function", found[1]
    plain = re.sub(r"///?.*", "", plain).strip()
    if found := re.search(r"(\w+)\s*(\{.*\}|=.*)?$", plain, re.DOTALL):
        return "variable", found[1]
    return "other", ""


def without_angles(text):
    """A declaration without the arguments of templates."""
    while (shorter := re.sub(r"(?<=\w)<[^<>]*>", "", text)) != text:
        text = shorter
    return text


def without_template(head):
    """The head of a declaration without `template <...>`, `requires ...` in front, and attributes."""
    text = re.sub(r"\[\[[^]]*\]\]\s*", "", head).strip()
    while text.startswith("template"):
        depth = 0
        for position, letter in enumerate(text):
            depth += (letter == "<") - (letter == ">" and text[position - 1] != "-")
            if depth == 0 and letter == ">":
                text = text[position + 1:].lstrip()
                break
    if text.startswith("requires"):
        # What follows a requirement begins a line of its own in this repository's style.
        text = re.split(r"\n\s*(?=(?:static|friend|explicit|inline|constexpr|auto|class|struct|decltype|void|bool|\w+[ (<]))",
                        text, maxsplit=1)[-1]
    return text


def declarations(text, public=True):
    """Yields the declarations of a scope; in a class those that are public."""
    position = 0
    doc = []
    while position < len(text):
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        line = text[position:line_end]
        stripped = line.strip()
        if not stripped:
            doc = []
            position = line_end + 1
        elif stripped.startswith("///"):
            doc.append(line)
            position = line_end + 1
        elif stripped.startswith("//"):
            position = line_end + 1
        elif stripped.startswith("#"):
            while text[position:line_end].endswith("\\"):
                line_end = text.index("\n", line_end + 1)
            doc = []
            position = line_end + 1
        elif label := re.match(r"\s*(public|private|protected):", line):
            public = label[1] == "public"
            doc = []
            position += label.end()
        else:
            start = position + len(line) - len(line.lstrip())
            end, body = declaration_end(text, start)
            head = text[start:body if body is not None else end].rstrip().rstrip(";").rstrip()
            kind, name = classify(head)
            trailing = re.match(r"[ ;]*///<(.*)", text[end:])
            description = doc + ([trailing[1]] if trailing else [])
            if trailing:
                end += trailing.end()
            end += len(re.match(r"\s*;?", text[end:])[0]) if kind == "class" else 0
            if public and kind != "other":
                inside = text[body + 1:matching(text, body) - 1] if body is not None else ""
                yield Declaration(kind, name, head, inside, comment_text(description), text[start:end].strip())
            doc = []
            position = end


def public_declarations(text):
    """Those of namespace cogen and its public namespaces."""
    for declared in declarations(text):
        if declared.kind == "namespace":
            if "detail" not in declared.name:
                yield from public_declarations(declared.body)
        elif not declared.name.startswith("std::"):
            yield declared


def details(text, inside=False):
    """What is in namespaces `detail`."""
    for declared in declarations(text):
        if declared.kind == "namespace":
            yield from details(declared.body, inside or "detail" in declared.name)
        elif inside:
            yield declared


def file_comment(text):
    found = re.search(r"^/// \\file\n((?:///.*\n)*)", text, re.MULTILINE)
    return comment_text(found[1].splitlines()) if found else ""


def tidy(head, name=None, new_name=None):
    """A declaration as the reference shows it: without attributes, on as few lines as fit."""
    text = re.sub(r"//.*", "", head)
    text = re.sub(r"\[\[[^]]*\]\]\s*", "", text)
    text = re.sub(r"\b(inline|static|friend)\s+", "", text)
    text = re.sub(r"(?<=\w)< ", "<", " ".join(text.split())).replace("( ", "(")
    text = re.sub(r"\)( noexcept(\(.*\))?)? : \w+(\(|<).*", r")\1", text)  # how a constructor initializes its members
    text = re.sub(r" \{$|;$", "", text).strip()
    if name:
        text = re.sub(rf"\b{re.escape(name)}\(", f"{new_name}(", text, count=1) if name != "operator()" else \
            text.replace("operator()(", f"{new_name}(", 1)
        text = re.sub(r"\) const(?= ->|$)", ")", text)
    lines = []
    while text.startswith("template"):
        depth = 0
        for position, letter in enumerate(text):
            depth += (letter == "<") - (letter == ">" and text[position - 1] != "-")
            if depth == 0 and letter == ">":
                break
        lines.append(text[:position + 1])
        text = text[position + 1:].strip()
    if text.startswith("requires"):
        cut = requirement_end(text)
        lines.append("  " + text[:cut].strip())
        text = text[cut:].strip()
    lines.append(text)
    return "\n".join(broken for line in lines for broken in fitting(line)) + ";"


def requirement_end(text):
    """The position behind `requires ...`: where a declaration begins at depth 0, after something that is complete."""
    depth = 0
    for found in re.finditer(r"[<>]=|->|[(\[{<)\]}>]|(?<=[)\w}>]) (?=\w)", text):
        if found[0] in ("(", "[", "{", "<"):
            depth += 1
        elif found[0] in (")", "]", "}", ">"):
            depth -= 1
        elif found[0] == " " and depth == 0 and not text[:found.start()].endswith("requires"):
            return found.start()
    return 0


def fitting(line, most=92):
    """Breaks a line that is too long: behind the parenthesis of the parameters, then between them."""
    if len(line) <= most or "(" not in line:
        return [line]
    indent = " " * (len(line) - len(line.lstrip()) + 4)
    if line.lstrip().startswith("requires"):
        parts = re.split(r" (?=&&|\|\|)|(?<=,) ", line)
    else:
        begin = re.search(r"(?<!requires)\((?!\))", line).end()
        parts = [line[:begin]]
        depth = 0
        for letter in line[begin:]:
            depth += (letter in "(<{[") - (letter in ")>}]")
            parts[-1] += letter
            if letter == "," and depth == 0:
                parts.append("")
    result = [parts[0]]
    for part in parts[1:]:
        if len(result[-1]) + 1 + len(part.strip()) <= most:
            result[-1] += " " + part.strip()
        else:
            result.append(indent + part.strip())
    return result
