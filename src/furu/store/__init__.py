"""Where an artifact lives and which state it is in: layout, records, leases, publishing."""
