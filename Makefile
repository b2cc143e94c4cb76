# Each target is a line or two; the longer shell stands in .ci/.
LONG = tests/test_lives.py tests/test_kill.py tests/test_form_fuzz.py tests/test_xss.py \
	tests/experts/test_two_times.py tests/council/test_as_recorded.py \
	tests/council/test_chain.py tests/council/test_uploads.py \
	tests/council/test_close_vote_print.py tests/test_migrations.py \
	tests/commissions/test_torture.py tests/accounts/test_guessing.py \
	tests/accounts/test_limits.py tests/permissions tests/council/test_drawing.py \
	tests/council/test_invitations.py
.PHONY: run test test-long test-pages bench lint format messages audit screenshots

run: ## set up, load the demonstration council, serve on PORT (8000)
	.ci/setup run
	.ci/serve

test: ## set up, the whole suite on SQLite and on PostgreSQL, coverage
	.ci/setup test
	.ci/test

test-long: ## set up, the full figures of docs/operations.md, on both databases
	.ci/setup test
	.ci/test --no-cov --hypothesis-profile=long -o faulthandler_timeout=0 $(LONG)

test-pages: ## set up, axe on every page in each language and width, on both databases
	.ci/setup test
	.ci/test --no-cov --hypothesis-profile=long tests/flows/test_every_page.py

bench: ## set up, the application beside the limits of this machine (docs/speed.md)
	.ci/setup bench
	.ci/bench

lint: ## check the style, the types, the import contracts, the migrations
	.ci/setup run
	.ci/lint

format: ## put code and templates into the form that lint expects
	.ci/setup run
	.ci/format

messages: ## collect the strings to translate into council/locale
	.ci/setup test
	.venv/bin/python manage.py makemessages -l kk -l ru --no-location --no-obsolete --ignore=tests --ignore=var

audit: ## ask for advisories on the packages; fails when it cannot
	.ci/audit

screenshots: ## set up, pictures of every page in kk and ru at both widths into FOLDER
	.ci/setup test
	.ci/screenshots $(FOLDER)
