"""Who may do what 权限: by role (``roles``), route by route (``table``), and case by case (``relations``)."""
