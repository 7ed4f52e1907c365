# Every command a user or CI needs. `make help` lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Fewer surprises in logs: no telemetry, no banner, no build servers left behind.
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1
export MSBUILDDISABLENODEREUSE := 1

SOLUTION := ZeroTrust.Provider.sln
CONFIGURATION ?= Release
BUILD := dotnet build -c $(CONFIGURATION) -v quiet
STACK := eng/stack

.PHONY: help sdk source ready up demo drift destroy build publish archive pack install generate format test check bench mutation soak interop clean

help: ## List the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

sdk:
	@version="$$(dotnet --version 2>&1 || true)"; case "$$version" in 10.*) ;; \
	*) echo "The .NET 10 SDK is needed; 'dotnet --version' says: $$version" >&2; echo "Get it from https://dotnet.microsoft.com/download/dotnet/10.0 (Debian, Ubuntu, Fedora: package dotnet-sdk-10.0; macOS: brew install dotnet-sdk)." >&2; exit 1 ;; esac

# Once: whether NuGet has Pulumi's package. Without it everything runs on local/Pulumi.
source: sdk .local/pulumi-source.props

.local/pulumi-source.props:
	@eng/probe-pulumi

# Up, demo, drift and destroy run what an ordinary build makes; NativeAOT is for publish, install and bench.
ready: source
	@eng/ready

up: ready ## Preview and apply the example stack (simulator; TARGET=cloudflare for a real account)
	@$(STACK) up

demo: ready ## The whole story: preview, up, no change, drift, repair, destroy
	@$(STACK) demo

drift: ready ## Look for changes made behind Pulumi's back (exit 2 when there are any)
	@$(STACK) drift || { status=$$?; [ $$status != 2 ] || echo "(make adds a line of its own to exit code 2; eng/stack drift ends without it.)" >&2; exit $$status; }

destroy: ready ## Delete everything the example stack made
	@$(STACK) destroy

build: source ## Build everything
	@$(BUILD) $(SOLUTION)

publish: source ## Put the plugin and zt into bin/
	@eng/publish

archive: source ## Pack the plugin for releases: archives for all platforms, checksums, bill of materials
	@eng/archive

pack: source ## Pack the C# SDK and the testing kit for NuGet
	@eng/pack

install: publish ## Put the plugin where pulumi finds it, and zt into ~/.local/bin
	@eng/install

generate: source ## Regenerate the schema, the C# SDK and the reference pages
	@eng/generate

format: sdk ## Format the code
	@dotnet tool restore --verbosity quiet
	@dotnet csharpier format .

test: source ## Run all tests
	@eng/test

check: source ## What CI runs: format, build, generated files, tests
	@dotnet restore $(SOLUTION) -v quiet
	@dotnet tool restore --verbosity quiet
	@dotnet csharpier check .
	@$(BUILD) $(SOLUTION)
	@eng/generate --check
	@eng/test --no-build

bench: publish ## Measure start-up, memory, time and requests (BEFORE=PLUGIN: compare the start with another build)
	@dotnet run -c Release --project tests/Benchmarks -- bin/pulumi-resource-zerotrust $(BEFORE)
	@dotnet run -c Release --project tests/Benchmarks -- lifecycle bin/pulumi-resource-zerotrust docs/benchmarks.md 10 100 500 2000

soak: build ## Attack for long what `make test` attacks a little (ROUNDS=200)
	@ZEROTRUST_SOAK_ROUNDS=$(or $(ROUNDS),200) dotnet test tests/Provider.Tests -c $(CONFIGURATION) --no-build -v quiet --filter FullyQualifiedName~HostileApi

mutation: source ## Mutate the kernel and the formats; fails when the tests kill less than 85 %
	@dotnet tool restore
	@cd tests/Provider.Tests; stryker="dotnet stryker --config-file ../../eng/stryker.json --output ../../artifacts/mutation"; \
	$$stryker/kernel --project ZeroTrust.Provider.csproj --mutate 'Kernel/**/*.cs' --mutate 'Formats/**/*.cs'; \
	$$stryker/texts --project ZeroTrust.Texts.csproj

interop: publish ## Run against official software from npm
	@$(BUILD) tests/interop/stacks/csharp
	@tests/interop/run

clean: ## Remove what was built; stacks and their state stay
	@rm -rf bin artifacts; find . -type d \( -name bin -o -name obj \) -not -path './.git/*' -not -path '*/node_modules/*' -prune -exec rm -rf {} +
