"""Holds what was asked and answered while tests/api ran against contract/openapi.yaml.

    answers_check.py ANSWERS.jsonl

Each line is one exchange {method, route, status, query, asked, answer}. An answer has to be of the schema that the contract gives for its route and
status, and so has a body that the server took; an object may have no member that the contract doesn't name. Every operation has to have been
answered well at least once. Prints what differs, by rule and place, never a value; exits 1 if anything does.
"""

import collections
import json
import pathlib
import re
import sys

import jsonschema
import yaml

CONTRACT = pathlib.Path(__file__).resolve().parents[2] / "contract" / "openapi.yaml"


def closed(node):
    """The same schemas, where an object that lists its members and says nothing of others has no others."""
    if isinstance(node, list):
        return [closed(one) for one in node]
    if not isinstance(node, dict):
        return node
    node = {key: closed(value) for key, value in node.items()}
    if node.get("type") == "object" and isinstance(node.get("properties"), dict):
        node.setdefault("additionalProperties", False)
    return node


class Contract:
    def __init__(self, path=CONTRACT):
        self.all = yaml.safe_load(path.read_text(encoding="utf-8"))
        self.components = closed(self.all["components"])
        self.validators = {}

    def operation(self, method, route):
        return self.all["paths"].get(route, {}).get(method)

    def operations(self):
        return {(method, route) for route, item in self.all["paths"].items() for method in item if method != "parameters"}

    def resolved(self, node):
        if "$ref" in node:
            return self.components_at(node["$ref"])
        return node

    def components_at(self, ref):
        node = {"components": self.components}
        for step in ref.removeprefix("#/").split("/"):
            node = node[step]
        return node

    def validator(self, key, schema):
        if key not in self.validators:
            # "$ref"s point into components, which therefore stand beside each schema.
            self.validators[key] = jsonschema.Draft202012Validator({"allOf": [closed(schema)], "components": self.components})
        return self.validators[key]


def schema_in(content):
    """(media type, schema) of the one content that a body or an answer has."""
    (media_type, described), = content.items()
    return media_type, described["schema"]


def holds_json(content):
    """Bytes of a photo or a paper have no shape that could be compared."""
    return "json" in schema_in(content)[0]


def faults_of(contract, line):
    """What is wrong with one exchange, as sentences without values."""
    operation = contract.operation(line["method"], line["route"])
    if operation is None and line["status"] != 405:
        yield "no such operation"
        return
    where = (line["method"], line["route"], line["status"])
    answers = operation["responses"] if operation else {}
    answer = answers.get(str(line["status"]))
    if answer is None:
        # Refusals of the shell before any operation, such as 401, 413, 429: their shape is every Problem's.
        if line["status"] < 400:
            yield "a status that the contract doesn't name"
            return
        answer = {"$ref": "#/components/responses/Problem"}
    content = contract.resolved(answer).get("content")
    if content is None:
        if line.get("answer") is not None:
            yield "a body where the contract has none"
    elif holds_json(content):
        yield from errors(contract.validator(("answer", *where), schema_in(content)[1]), line.get("answer"), "answer")
    if line["status"] < 300:
        body = operation.get("requestBody")
        if body is None and line.get("asked") not in (None, {}):
            yield "a body was taken that the contract doesn't name"
        if body is not None and holds_json(body["content"]):
            yield from errors(contract.validator(("asked", *where), schema_in(body["content"])[1]), line.get("asked"), "asked")
        needed = {p["name"] for p in map(contract.resolved, operation.get("parameters", [])) if p["in"] == "query" and p.get("required")}
        known = {p["name"] for p in map(contract.resolved, operation.get("parameters", [])) if p["in"] == "query"}
        if not needed <= set(line["query"]):
            yield f"answered without the query that the contract requires: {sorted(needed - set(line['query']))}"
        if not set(line["query"]) <= known:
            yield f"answered to a query that the contract doesn't name: {sorted(set(line['query']) - known)}"


def errors(validator, value, what):
    for error in validator.iter_errors(value):
        # The deepest that a choice complains about says more than "not any of these".
        error = jsonschema.exceptions.best_match([error])
        path = re.sub(r"[0-9]+", "#", "/".join(map(str, error.absolute_path)))
        detail = error.validator_value if error.validator in ("type", "enum", "required", "pattern", "const") else ""
        if error.validator == "required":
            detail = [name for name in error.validator_value if name not in error.instance]
        if error.validator == "additionalProperties":
            detail = sorted(set(error.instance) - set(error.schema.get("properties", {})))
        yield f"{what}/{path}: {error.validator} {detail}"


def check(contract, lines):
    faults, answered_well = collections.Counter(), set()
    for line in lines:
        for fault in faults_of(contract, line):
            faults[f"{line['method']} {line['route']} {line['status']}: {fault}"] += 1
        if line["status"] < 300:
            answered_well.add((line["method"], line["route"]))
    for method, route in sorted(contract.operations() - answered_well):
        faults[f"{method} {route}: never answered well while the tests ran"] += 1
    return faults


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    with open(arguments[0], encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    faults = check(Contract(), lines)
    for fault, times in faults.most_common(80):
        print(f"{times:5} {fault}")
    print(f"{len(lines)} exchanges of different shapes, {len(faults)} kinds of faults")
    return 1 if faults or not lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
