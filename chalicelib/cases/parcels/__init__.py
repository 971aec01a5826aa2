"""Parcels 寄递: what carriers tell of them, when to ask again, and when one may come."""
