using ZeroTrust.Cloudflare;

namespace ZeroTrust.Provider.Tests.Cloudflare;

internal sealed class SharedReadsTests
{
    private readonly SteppedTimeProvider _time = new();
    private readonly List<TaskCompletionSource<string>> _calls = [];
    private readonly List<CancellationToken> _tokens = [];
    private readonly SemaphoreSlim _called = new(0);
    private SharedReads<string, string> _reads = null!;

    [SetUp]
    public void SetUp()
    {
        _calls.Clear();
        _tokens.Clear();
        _reads = new(
            (_, ct) =>
            {
                var call = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
                _calls.Add(call);
                _tokens.Add(ct);
                _called.Release();
                return call.Task.WaitAsync(ct);
            },
            TimeSpan.FromSeconds(10),
            _time
        );
    }

    [OneTimeTearDown]
    public void TearDown() => _called.Dispose();

    [Test]
    public async Task Concurrent_reads_share_one_call()
    {
        var reads = Enumerable.Range(0, 50).Select(_ => _reads.GetAsync("key", CancellationToken.None)).ToList();
        await CompleteNextAsync("value");

        Assert.That(await Task.WhenAll(reads), Is.All.EqualTo("value"));
        Assert.That(_calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_result_is_cached_for_a_while()
    {
        await ReadAsync("old");
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.That(await _reads.GetAsync("key", CancellationToken.None), Is.EqualTo("old"));

        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That(await ReadAsync("new"), Is.EqualTo("new"));
    }

    [Test]
    public async Task Keys_have_separate_calls()
    {
        var one = _reads.GetAsync("one", CancellationToken.None);
        await CompleteNextAsync("1");
        var two = _reads.GetAsync("two", CancellationToken.None);
        await CompleteNextAsync("2");

        Assert.That(await one + await two, Is.EqualTo("12"));
    }

    [Test]
    public async Task A_forgotten_result_is_read_again()
    {
        await ReadAsync("old");
        _reads.Forget("key");

        Assert.That(await ReadAsync("new"), Is.EqualTo("new"));
    }

    [Test]
    public async Task A_read_started_before_a_write_is_not_returned_to_later_callers()
    {
        var early = _reads.GetAsync("key", CancellationToken.None);
        await _called.WaitAsync();
        _reads.Forget("key");
        var late = _reads.GetAsync("key", CancellationToken.None);
        await _called.WaitAsync();
        _calls[1].SetResult("after the write");
        _calls[0].SetResult("before the write");

        Assert.That(await early, Is.EqualTo("before the write"));
        Assert.That(await late, Is.EqualTo("after the write"));
        Assert.That(await _reads.GetAsync("key", CancellationToken.None), Is.EqualTo("after the write"));
    }

    [Test]
    public async Task A_failed_change_also_invalidates_the_result()
    {
        await ReadAsync("old");

        Assert.That(
            () => _reads.ChangeAsync<bool>("key", () => throw new InvalidOperationException("lost")),
            Throws.InvalidOperationException
        );
        Assert.That(await ReadAsync("new"), Is.EqualTo("new"));
    }

    [Test]
    public async Task A_failure_is_returned_to_all_waiting_callers_and_not_cached()
    {
        var one = _reads.GetAsync("key", CancellationToken.None);
        var two = _reads.GetAsync("key", CancellationToken.None);
        await _called.WaitAsync();
        _calls[0].SetException(new InvalidOperationException("down"));

        Assert.That(async () => await one, Throws.InvalidOperationException);
        Assert.That(async () => await two, Throws.InvalidOperationException);
        Assert.That(await ReadAsync("up"), Is.EqualTo("up"));
    }

    [Test]
    public async Task A_cancelled_caller_does_not_affect_the_others()
    {
        using var impatient = new CancellationTokenSource();
        var given = _reads.GetAsync("key", impatient.Token);
        var patient = _reads.GetAsync("key", CancellationToken.None);
        await _called.WaitAsync();
        await impatient.CancelAsync();

        Assert.That(async () => await given, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_tokens[0].IsCancellationRequested, Is.False);
        _calls[0].SetResult("value");
        Assert.That(await patient, Is.EqualTo("value"));
    }

    [Test]
    public async Task A_call_without_waiting_callers_is_cancelled()
    {
        using var impatient = new CancellationTokenSource();
        var given = _reads.GetAsync("key", impatient.Token);
        await _called.WaitAsync();
        await impatient.CancelAsync();

        Assert.That(async () => await given, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_tokens[0].IsCancellationRequested, Is.True);
        Assert.That(await ReadAsync("next"), Is.EqualTo("next"));
    }

    private async Task<string> ReadAsync(string value)
    {
        var read = _reads.GetAsync("key", CancellationToken.None);
        await CompleteNextAsync(value);
        return await read;
    }

    private async Task CompleteNextAsync(string value)
    {
        await _called.WaitAsync();
        _calls[^1].SetResult(value);
    }
}
