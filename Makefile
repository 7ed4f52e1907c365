# All commands for users and CI. `make help` lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# No telemetry, no banner, no build servers left running.
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1
export MSBUILDDISABLENODEREUSE := 1

export CONFIGURATION ?= Release
STACK := eng/stack

.PHONY: help sdk source ready up demo drift destroy build publish archive pack install generate format test check bench mutation soak interop clean

help: ## List the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

sdk:
	@version="$$(dotnet --version 2>&1 || true)"; case "$$version" in 10.*) ;; \
	*) echo "The .NET 10 SDK is required; 'dotnet --version' prints: $$version" >&2; echo "Get it from https://dotnet.microsoft.com/download/dotnet/10.0 (Debian, Ubuntu, Fedora: package dotnet-sdk-10.0; macOS: brew install dotnet-sdk)." >&2; exit 1 ;; esac

# Checks once whether NuGet has the Pulumi package. Without it, everything runs on local/Pulumi.
source: sdk .local/pulumi-source.props

.local/pulumi-source.props:
	@eng/probe-pulumi

# up, demo, drift and destroy run an ordinary build; publish, install and bench use NativeAOT.
ready: source
	@eng/ready

up: ready ## Preview and apply the example stack (simulator; TARGET=cloudflare for a real account)
	@$(STACK) up

demo: ready ## Run the demo: preview, up, no change, drift, repair, destroy
	@$(STACK) demo

drift: ready ## Look for changes made outside of Pulumi (exits with 2 on drift)
	@$(STACK) drift || { status=$$?; [ $$status != 2 ] || echo "(make adds a line of its own to exit code 2; eng/stack drift ends without it.)" >&2; exit $$status; }

destroy: ready ## Delete everything that the example stack created
	@$(STACK) destroy

build: source ## Build everything
	@eng/build

publish: source ## Publish the plugin and zt to bin/
	@eng/publish

archive: source ## Pack the plugin for releases: archives with licenses for all platforms, checksums, bill of materials
	@eng/archive

pack: source ## Pack the C# SDK, the testing kit and zt for NuGet
	@eng/pack

install: publish ## Install the plugin for pulumi, and zt into ~/.local/bin
	@eng/install

generate: source ## Regenerate the schema, the C# SDK and the reference pages
	@eng/generate

format: sdk ## Format the code
	@dotnet tool restore --verbosity quiet
	@dotnet csharpier format .

test: source ## Run all tests
	@eng/test

check: source ## Run what CI runs: format, build, generated files, tests
	@dotnet tool restore --verbosity quiet
	@dotnet csharpier check .
	@eng/build
	@eng/generate --check --no-build
	@eng/test --no-build

bench: publish ## Measure startup, memory, time and requests (BEFORE=PLUGIN compares startup with another build)
	@dotnet run -c Release --project tests/Benchmarks -- calls
	@dotnet run -c Release --project tests/Benchmarks -- bin/pulumi-resource-zerotrust $(BEFORE)
	@dotnet run -c Release --project tests/Benchmarks -- lifecycle bin docs/maintainers/benchmarks.md 10 100 500 2000!

soak: build ## Run the hostile API tests of `make test` for many rounds (ROUNDS=200)
	@ZEROTRUST_SOAK_ROUNDS=$(or $(ROUNDS),200) dotnet test tests/Provider.Tests -c $(CONFIGURATION) --no-build -v quiet --filter FullyQualifiedName~HostileApi

mutation: source ## Mutation-test the kernel and the formats; fails below a score of 85 %
	@dotnet tool restore
	@cd tests/Provider.Tests; stryker="dotnet stryker --config-file ../../eng/stryker.json --output ../../artifacts/mutation"; \
	$$stryker/kernel --project ZeroTrust.Provider.csproj --mutate 'Kernel/**/*.cs' --mutate 'Formats/**/*.cs'; \
	$$stryker/syntax --project ZeroTrust.Syntax.csproj

interop: publish ## Test against official software from npm
	@eng/build tests/interop/stacks/csharp
	@tests/interop/run

clean: ## Remove build output; keeps stacks and their state
	@rm -rf bin artifacts; find . -type d \( -name bin -o -name obj \) -not -path './.git/*' -not -path '*/node_modules/*' -prune -exec rm -rf {} +
