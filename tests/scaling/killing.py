"""A setting whose processes die of some texts; imported by those processes too."""

import os
from functools import cached_property
from pathlib import Path

from borderlab.coding.mentions import MentionFinder
from borderlab.scaling.counting import Setting

DEADLY = "Zzyzx ends this process."
FAULTY = "Zzyzx raises an error."


class _Finder(MentionFinder):
    def find(self, d):
        if DEADLY in d.text:
            os._exit(9)
        if FAULTY in d.text:
            raise RecursionError("too deep")
        return super().find(d)


class Killing(Setting):
    @cached_property
    def finder(self):
        return _Finder(self.codebook)


class Once(Setting):
    """Dies at the first text it sees, once, as a process that something else ends."""

    @cached_property
    def finder(self):
        mark = Path(os.environ["BORDERLAB_TEST_MARK"])
        try:
            mark.touch(exist_ok=False)
        except FileExistsError:
            return MentionFinder(self.codebook)
        os._exit(9)
