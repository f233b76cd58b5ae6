"""The numbers of the rights work (domain.md §2.7, §8.3): rates with their formulas, tables, snapshots, the 98 % cockpit.

Everything is counted from `CaseFact` and `Contact`, by the place where a matter arose: handing a case to another unit
changes nobody's figures. docs/reports.md tells every formula and where it comes from.
"""
