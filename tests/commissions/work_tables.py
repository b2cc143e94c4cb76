"""State × role × deed of events and assignments; the signs are test_deed_table's."""

# An event of commission № 1, whose chair is the own one; "ahead" is not over yet.
OF_EVENT = """
deed            planned  ahead    held     cancelled
event           ++0x?    ++0x?    ++0x?    ++0x?
change_event    x+0x?    x+0x?    x!0x?    x!0x?
cancel_event    x+0x?    x+0x?    x!0x?    x!0x?
reopen_event    x!0x?    x!0x?    x!0x?    x+0x?
record_event    x+0x?    x!0x?    x+0x?    x!0x?
"""
# An assignment of an expert of commission № 1; "moved" is open, and the expert is
# now in commission № 2.
OF_ASSIGNMENT = """
deed                 open     done     withdrawn  moved
assignment           ++0x?    ++0x?    ++0x?      +++x?
change_assignment    x+0x?    x!0x?    x!0x?      x+0x?
complete_assignment  x+0x?    x!0x?    x!0x?      x+0x?
withdraw_assignment  x+0x?    x!0x?    x!0x?      x+0x?
reopen_assignment    x!0x?    x+0x?    x+0x?      x!0x?
"""
# The lists, and what is begun in commission № 1 with an expert of it.
OF_WORK = """
deed             in_office
events           +++x?
assignments      +++x?
awaited          +++x?
work             ++0x?
plan_event       x+0x?
give_assignment  x+0x?
"""
TABLES = (OF_EVENT, OF_ASSIGNMENT, OF_WORK)
