"""State × role × deed of section 4 and 6.2; signs as in the other tables."""

# The quarter of commission № 1 and its one expert, of whose work a task is done.
OF_EVALUATIONS = """
deed                blank   noted   signed
evaluations         ++0x?   ++0x?   ++0x?
experts_by_quarter  ++0x?   ++0x?   ++0x?
indicators          ++0x?   ++0x?   ++0x?
indicator_records   ++0x?   ++0x?   ++0x?
note_evaluations    x+0x?   x+0x?   x!0x?
sign_evaluations    x+0x?   x+0x?   x!0x?
evaluate_work       x+0x?   x+0x?   x+0x?
evaluation          000x?   000x?   ++0x?
evaluation_pdf      000x?   000x?   ++0x?
correct_evaluation  x00x?   x00x?   x+0x?
"""
# A report on commission № 1; the readers are those of the other tables.
OF_REPORTS = """
deed           draft   signed  sent
reports        ++++?   ++++?   ++++?
report         ++00?   ++00?   ++++?
report_pdf     0000?   ++00?   ++++?
make_report    +++x?   +++x?   +++x?
change_report  ++0x?   !!0x?   !!0x?
sign_report    ++0x?   !!0x?   !!0x?
submit_report  !!0x?   ++0x?   !!0x?
"""
