# Names people know from the six services; each is one ./wadi command. make help lists them.
.DEFAULT_GOAL := help
.PHONY: help start start-detached stop restart check-logs health build check spec test send start_producer start_consumer run_aiven reload backup completion

help: ## this list
	@grep -hE '^[a-z_-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z_-]+):[^#]*## (.*)/  \1\t\2/' | expand -t 24

start: ## runs everything in this terminal; Ctrl-C stops it
	./wadi run

start-detached: ## runs everything in the background; make check-logs shows what it says
	@mkdir -p data && nohup ./wadi run >>data/wadi.log 2>&1 & echo "Starting; make health tells when it is ready, make check-logs what it says."

stop: ## ends the Wadi of this folder, after it has finished what it has taken
	@pid=$$(cat data/wadi.lock 2>/dev/null); if [ -n "$$pid" ] && kill -TERM "$$pid" 2>/dev/null; then while kill -0 "$$pid" 2>/dev/null; do sleep 0.2; done; echo "Stopped."; else echo "No Wadi runs here."; fi

restart: stop start-detached ## stop, then start-detached

check-logs: ## follows what the Wadi in the background says
	tail -n 100 -F data/wadi.log

health: ## whether it is ready, and what its parts say
	./wadi status

build: ## builds what is missing
	./wadi build

check: ## all that a reload asks of routes, rules, templates and properties
	./wadi check

spec: ## the specs beside the routes
	./wadi spec

test: ## builds and runs all tests
	mvn verify

send: start_producer ## the same as start_producer

start_producer: ## sends sample transactions over HTTP, as the original producer did
	./wadi send transactions --count 100

start_consumer: ## runs only what takes alerts and tells people; more of them share the work
	ROLES=alerting,delivery ./wadi run

run_aiven: ## runs with Kafka: KAFKA_BOOTSTRAP_SERVERS, KAFKA_USERNAME, KAFKA_PASSWORD and KAFKA_TLS_CA say where (docs/brokers.md)
	WADI_PROFILE=kafka ./wadi run

reload: ## lets edited files go live, tested first
	./wadi reload

backup: ## writes the database inside and its keys to a file with today's date
	./wadi backup wadi-$$(date +%F-%H%M).zip

completion: ## says how the shell completes ./wadi
	@echo 'source <(./wadi completion bash)    in ~/.bashrc, or: source <(./wadi completion zsh)    in ~/.zshrc'
