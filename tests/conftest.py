"""Settings for every test."""

from hypothesis import settings

# a first call imports pandera and looks slow; and the same commit must give the same verdict
settings.register_profile("borderlab", deadline=None, derandomize=True)
settings.load_profile("borderlab")
