"""Early warning (预警, domain.md §4.7): the rules as data, and the scanner of words of violence."""
