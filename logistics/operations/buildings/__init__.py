"""Buildings: defects, small repairs, works projects and leases."""
