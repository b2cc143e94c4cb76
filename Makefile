# Each target is a line or two; the longer shell stands in .ci/.
.PHONY: run test test-long lint format messages

run: ## set up, load the demonstration council, serve on PORT (8000)
	.ci/setup run
	.ci/serve

test: ## set up, the whole suite on SQLite and on PostgreSQL, coverage
	.ci/setup test
	.ci/test

test-long: ## set up, random lives of councils, tampering and a register of 100,000 versions, on both databases
	.ci/setup test
	.ci/test --no-cov --hypothesis-profile=long -o faulthandler_timeout=0 tests/test_lives.py \
		tests/experts/test_two_times.py tests/council/test_as_recorded.py \
		tests/council/test_chain.py tests/accounts/test_guessing.py tests/accounts/test_limits.py \
		tests/permissions

lint: ## check the style, the types, the import contracts, the migrations
	.ci/setup run
	.ci/lint

format: ## put code and templates into the form that lint expects
	.ci/setup run
	.ci/format

messages: ## collect the strings to translate into council/locale
	.ci/setup test
	.venv/bin/python manage.py makemessages -l kk -l ru --no-location --no-obsolete --ignore=tests --ignore=var
