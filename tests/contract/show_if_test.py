import unittest

import show_if


class Conditions(unittest.TestCase):
    def check(self, text, *found):
        self.assertEqual(show_if.mentions(text), list(found))

    def test_the_forms_of_the_page_are_read(self):
        self.check("a = 'x'", ("a", ["x"]))
        self.check("intake.a != 'x'", ("intake.a", ["x"]))
        self.check("a in ('x','y')", ("a", ["x", "y"]))
        self.check("age < 18", ("age", []))
        self.check("answered(a) and not (b = 'x' or c = 'y')", ("a", []), ("b", ["x"]), ("c", ["y"]))

    def test_anything_else_is_refused(self):
        for text in ("", "a", "a = x", "a = 'x' b", "a in ()", "(a = 'x'", "a > 3", "not", "a = 'x' and"):
            with self.assertRaises(show_if.NotACondition, msg=text):
                show_if.mentions(text)


if __name__ == "__main__":
    unittest.main()
