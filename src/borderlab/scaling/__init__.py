"""Corpora larger than memory: counted piece by piece, in processes or on a cluster, and added up.

The rules are those of the small corpus, called on a few hundred texts at a time; what remains of
them are whole numbers, which can be added in any order.
"""
