"""The same seed and the same moment give the same programme."""
import pathlib
import tempfile
import unittest

from binary import nibbi


class Demonstration(unittest.TestCase):
    def test_the_same_seed_at_the_same_moment_is_the_same_programme(self):
        with tempfile.TemporaryDirectory() as folder:
            def made(name, at, seed="7"):
                data = pathlib.Path(folder) / name
                done = nibbi("demo", "--data", data, "--children", "3", "--seed", seed, "--at", at)
                self.assertEqual(done.code, 0, done.words)
                return done.out, nibbi("export", "htcds", "--data", data).out  # who there is; the children with their dates

            first = made("first", "2026-11-24T08:00:00.000Z")
            self.assertEqual(made("second", "2026-11-24T08:00:00.000Z"), first)
            self.assertNotEqual(made("third", "2026-11-25T08:00:00.000Z"), first)
            self.assertNotEqual(made("fourth", "2026-11-24T08:00:00.000Z", seed="8"), first)

    def test_a_moment_to_come_or_none_at_all_is_wrong_use(self):
        with tempfile.TemporaryDirectory() as folder:
            for at in ("2999-01-01T00:00:00.000Z", "yesterday"):
                done = nibbi("demo", "--data", pathlib.Path(folder) / "x", "--at", at)
                self.assertEqual((done.code, done.out), (2, ""), at)


if __name__ == "__main__":
    unittest.main()
