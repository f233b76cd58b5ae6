"""Bulk intake: police pushes, 12345 transfers, old paper ledgers, from CSV or Excel."""
