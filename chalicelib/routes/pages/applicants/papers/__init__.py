"""The papers of a case: their list, uploading one, checking all and submitting them, the receipt."""
