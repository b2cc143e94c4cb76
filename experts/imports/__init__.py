"""The existing list of experts, read from a spreadsheet, judged, then entered."""
