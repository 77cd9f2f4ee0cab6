"""One report object and the documents made from it: Word, PDF, Excel, CSV, JSON. Knows no noun of the field."""
