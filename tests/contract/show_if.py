"""Reads the condition of a question: comparisons joined by and, or, not and parentheses.

    condition  = term { "or" term }          term = factor { "and" factor }
    factor     = "not" factor | "(" condition ")" | "answered" "(" question ")" | comparison
    comparison = question ("=" | "!=") 'code' | question "in" "(" 'code' {"," 'code'} ")" | question "<" number
"""
import re

TOKEN = re.compile(r"\s*(?:(?P<word>[a-z][a-z0-9_.]*)|'(?P<code>[A-Za-z0-9_]+)'|(?P<number>\d+)|(?P<sign>!=|[=<(),]))")


class NotACondition(ValueError):
    pass


def mentions(text):
    """The questions that a condition speaks of, each with the codes it is compared to."""
    reader = _Reader(text)
    reader.condition()
    if reader.tokens:
        raise NotACondition(f"{text!r}: {reader.tokens[0][1]!r} is not expected")
    return reader.found


class _Reader:
    def __init__(self, text):
        self.text, self.tokens, self.found, at = text, [], [], 0
        while at < len(text.rstrip()):
            match = TOKEN.match(text, at)
            if not match:
                raise NotACondition(f"{text!r}: cannot read from {text[at:]!r}")
            self.tokens.append((match.lastgroup, match.group(match.lastgroup)))
            at = match.end()

    def condition(self):
        self.term()
        while self.eat("word", "or"):
            self.term()

    def term(self):
        self.factor()
        while self.eat("word", "and"):
            self.factor()

    def factor(self):
        if self.eat("word", "not"):
            self.factor()
        elif self.eat("sign", "("):
            self.condition()
            self.need("sign", ")")
        elif self.eat("word", "answered"):
            self.need("sign", "(")
            self.found.append((self.need("word"), []))
            self.need("sign", ")")
        else:
            self.comparison()

    def comparison(self):
        question = self.need("word")
        if self.eat("word", "in"):
            self.need("sign", "(")
            codes = [self.need("code")]
            while self.eat("sign", ","):
                codes.append(self.need("code"))
            self.need("sign", ")")
            self.found.append((question, codes))
        elif self.eat("sign", "<"):
            self.need("number")
            self.found.append((question, []))
        elif self.eat("sign", "=") or self.eat("sign", "!="):
            self.found.append((question, [self.need("code")]))
        else:
            raise NotACondition(f"{self.text!r}: {question!r} is compared to nothing")

    def eat(self, kind, value):
        if self.tokens and self.tokens[0] == (kind, value):
            return self.tokens.pop(0)

    def need(self, kind, value=None):
        if not self.tokens or self.tokens[0][0] != kind or value not in (None, self.tokens[0][1]):
            raise NotACondition(f"{self.text!r}: a {value or kind} is missing")
        return self.tokens.pop(0)[1]
