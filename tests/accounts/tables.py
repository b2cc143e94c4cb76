"""Deeds on accounts × state × reader, literally; the signs are test_deed_table's."""

READERS = ("administrator", "secretariat", "own chair", "presidium member", "anybody")
# The account of somebody else; the last state is the reader's own.
OF_ACCOUNTS = """
deed                 invited  in_use   factor   disabled  own
accounts             +xxx?    +xxx?    +xxx?    +xxx?     +xxx?
account              +xxx?    +xxx?    +xxx?    +xxx?     +xxx?
invite_account       +xxx?    +xxx?    +xxx?    +xxx?     +xxx?
send_invitation      +xxx?    !xxx?    !xxx?    !xxx?     !xxx?
change_role          +xxx?    +xxx?    +xxx?    +xxx?     !xxx?
link_person          +xxx?    +xxx?    +xxx?    +xxx?     +xxx?
disable_account      +xxx?    +xxx?    +xxx?    +xxx?     !xxx?
enable_account       +xxx?    +xxx?    +xxx?    +xxx?     +xxx?
reset_second_factor  !xxx?    !xxx?    +xxx?    !xxx?     !xxx?
"""
# One's own second factor, the password given a moment ago.
OF_SECOND_FACTOR = """
deed                  not_set_up  set_up
second_factor         ++++?       ++++?
set_up_second_factor  ++++?       ++++?
recovery_codes        0000?       ++++?
renew_recovery_codes  0000?       ++++?
remove_second_factor  0000?       ++++?
"""
