"""Words any office would use: clock, working days, columns, doors, forms, tables. Knows no noun of the field."""
