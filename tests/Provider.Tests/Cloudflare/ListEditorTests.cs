using ZeroTrust.Cloudflare;

namespace ZeroTrust.Provider.Tests.Cloudflare;

internal sealed class ListEditorTests
{
    private static readonly ListKey Key = new("account", "profile", ProfileListRoutes.Exclude);
    private readonly SteppedTimeProvider _time = new();
    private readonly List<string> _calls = [];
    private IReadOnlyList<string> _stored = [];
    private Func<IReadOnlyList<string>, Task> _onWrite = _ => Task.CompletedTask;
    private Action _onRead = () => { };
    private Action _onSettling = () => { };
    private ListEditor<string> _editor = null!;

    [SetUp]
    public void SetUp()
    {
        _calls.Clear();
        _stored = ["mine"];
        _onWrite = _ => Task.CompletedTask;
        _onRead = _onSettling = () => { };
        _editor = new(
            (_, _) =>
            {
                if (_calls.LastOrDefault()?.StartsWith("write", StringComparison.Ordinal) == true)
                {
                    _onSettling();
                }

                _calls.Add("read");
                _onRead();
                return Task.FromResult(_stored);
            },
            async (_, list, _) =>
            {
                _calls.Add($"write {string.Join(' ', list)}");
                await _onWrite(list);
                return _stored = list;
            },
            entry => entry.TrimEnd('*'),
            (one, other) => one == other,
            (_, entries, writes) => new InvalidOperationException($"{string.Join(' ', entries)} undone {writes} times"),
            TimeSpan.FromSeconds(0.4),
            _time
        );
    }

    [Test]
    public async Task Simultaneous_edits_take_one_read_and_one_write()
    {
        var edits = Enumerable.Range(1, 20).Select(number => AddAsync($"e{number}")).ToList();
        var results = await _time.RunAsync(Task.WhenAll(edits));

        Assert.That(_calls.Select(call => call.Split(' ')[0]), Is.EqualTo((string[])["read", "write", "read"]));
        Assert.That(_stored, Is.EquivalentTo((string[])["mine", .. Enumerable.Range(1, 20).Select(number => $"e{number}")]));
        Assert.That(results, Is.All.EqualTo(_stored));
    }

    [Test]
    public async Task Edits_during_a_write_form_the_next_batch_and_lose_nothing()
    {
        var writing = new TaskCompletionSource();
        var free = new TaskCompletionSource();
        _onWrite = async _ =>
        {
            writing.TrySetResult();
            await free.Task;
        };
        var first = AddAsync("first");
        _time.Advance(await _time.NextWaitAsync(SteppedTimeProvider.Never));
        await writing.Task;
        var second = AddAsync("second");
        var third = AddAsync("third");
        _time.Advance(await _time.NextWaitAsync(SteppedTimeProvider.Never));
        free.SetResult();
        await _time.RunAsync(Task.WhenAll(first, second, third));

        Assert.That(_stored, Is.EquivalentTo((string[])["mine", "first", "second", "third"]));
        Assert.That(_calls.Select(call => call.Split(' ')[0]), Is.EqualTo((string[])["read", "write", "read", "read", "write", "read"]));
    }

    [Test]
    public async Task An_edit_that_changes_nothing_writes_nothing()
    {
        var stored = await _time.RunAsync(_editor.EditAsync(Key, list => list, CancellationToken.None));

        Assert.That(stored, Is.EqualTo((string[])["mine"]));
        Assert.That(_calls, Is.EqualTo((string[])["read"]));
    }

    [Test]
    public async Task An_edit_that_throws_fails_its_caller_only()
    {
        var bad = _editor.EditAsync(Key, _ => throw new InvalidOperationException("there is such an entry"), CancellationToken.None);
        var good = AddAsync("good");
        await _time.RunAsync(good);

        Assert.That(async () => await bad, Throws.InvalidOperationException);
        Assert.That(_stored, Is.EqualTo((string[])["mine", "good"]));
    }

    [Test]
    public async Task A_refused_edit_fails_its_caller_only([Values(0, 3, 6)] int bad)
    {
        _onWrite = list => list.Contains("bad") ? throw Failure(CloudflareErrorKind.Refused) : Task.CompletedTask;
        var edits = Enumerable.Range(0, 7).Select(number => AddAsync(number == bad ? "bad" : $"e{number}")).ToList();
        foreach (var edit in edits.Where((_, number) => number != bad))
        {
            await _time.RunAsync(edit);
        }

        Assert.That(async () => await edits[bad], Throws.InstanceOf<CloudflareException>());
        Assert.That(_stored, Has.Count.EqualTo(7));
        Assert.That(_stored, Has.No.Member("bad"));
        Assert.That(_calls.Count(call => call == "read"), Is.EqualTo(2));
    }

    [Test]
    public void A_lost_write_fails_the_whole_batch_with_a_clear_message()
    {
        _onWrite = _ => throw Failure(CloudflareErrorKind.Unavailable, mayHaveArrived: true);
        var edits = new[] { AddAsync("one"), AddAsync("two") };

        foreach (var edit in edits)
        {
            Assert.That(
                async () => await _time.RunAsync(edit),
                Throws.InstanceOf<CloudflareException>().With.Message.EndsWith("2 changes to this list were sent together.")
            );
        }
    }

    [Test]
    public async Task After_a_failed_batch_the_next_one_works()
    {
        _onWrite = _ => throw Failure(CloudflareErrorKind.Unavailable);
        Assert.That(async () => await _time.RunAsync(AddAsync("one")), Throws.InstanceOf<CloudflareException>());
        _onWrite = _ => Task.CompletedTask;

        Assert.That(await _time.RunAsync(AddAsync("two")), Is.EqualTo((string[])["mine", "two"]));
    }

    [Test]
    public async Task An_edit_cancelled_before_the_write_is_not_written()
    {
        using var impatient = new CancellationTokenSource();
        var given = _editor.EditAsync(Key, list => [.. list, "given up"], impatient.Token);
        var patient = AddAsync("patient");
        await impatient.CancelAsync();
        await _time.RunAsync(patient);

        Assert.That(async () => await given, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_stored, Is.EqualTo((string[])["mine", "patient"]));
    }

    [Test]
    public async Task A_batch_of_cancelled_edits_does_nothing_and_the_next_one_works()
    {
        using var impatient = new CancellationTokenSource();
        var given = _editor.EditAsync(Key, list => [.. list, "given up"], impatient.Token);
        await impatient.CancelAsync();
        Assert.That(async () => await given, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_calls, Is.Empty);

        Assert.That(await _time.RunAsync(AddAsync("next")), Is.EqualTo((string[])["mine", "next"]));
    }

    [Test]
    public async Task An_edit_undone_by_another_process_is_repeated_on_top_of_its_changes()
    {
        _stored = ["theirs", "old", "changed"];
        OnNextSettling(() => _stored = ["theirs", "old", "changed", "new"]);
        Task<IReadOnlyList<string>>[] edits =
        [
            AddAsync("mine"),
            _editor.EditAsync(Key, list => [.. list.Where(entry => entry != "old")], CancellationToken.None),
            _editor.EditAsync(Key, list => [.. list.Where(entry => entry != "changed"), "changed*"], CancellationToken.None),
        ];

        var results = await _time.RunAsync(Task.WhenAll(edits));

        Assert.That(_stored, Is.EquivalentTo((string[])["theirs", "new", "mine", "changed*"]));
        Assert.That(results, Is.All.EqualTo(_stored));
        Assert.That(_calls.Count(call => call.StartsWith("write", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public async Task An_edit_that_is_undone_each_time_fails_and_the_others_succeed()
    {
        _onSettling = () => _stored = [.. _stored.Where(entry => entry != "taken")];
        var taken = AddAsync("taken");
        var other = AddAsync("other");

        Assert.That(async () => await _time.RunAsync(taken), Throws.InvalidOperationException.With.Message.EqualTo("taken undone 5 times"));
        Assert.That(await other, Has.Member("other").And.No.Member("taken"));
    }

    [Test]
    public async Task A_list_is_read_back_after_another_processs_write_can_finish()
    {
        TimeSpan[] waits = [TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(0.5), TimeSpan.FromMinutes(1)];
        List<TimeSpan> settled = [];
        foreach (var wait in waits)
        {
            var (written, read) = (_time.GetUtcNow(), TimeSpan.Zero);
            _onWrite = _ =>
            {
                _time.Advance(wait);
                written = _time.GetUtcNow();
                return Task.CompletedTask;
            };
            _onSettling = () => read = _time.GetUtcNow() - written;
            await _time.RunAsync(AddAsync($"after {wait}"));
            settled.Add(read);
        }

        Assert.That(settled, Is.EqualTo((TimeSpan[])[TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)]));
    }

    [Test]
    public async Task A_write_succeeds_if_the_caller_cancels_before_it_is_read_back()
    {
        using var impatient = new CancellationTokenSource();
        var edit = _editor.EditAsync(Key, list => [.. list, "written"], impatient.Token);
        _onWrite = _ =>
        {
            _onRead = () => impatient.Cancel();
            return Task.CompletedTask;
        };

        Assert.That(await _time.RunAsync(edit), Is.EqualTo((string[])["mine", "written"]));
    }

    [Test]
    public async Task A_write_succeeds_if_it_cannot_be_read_back()
    {
        _onWrite = _ =>
        {
            _onRead = () => throw Failure(CloudflareErrorKind.Unavailable);
            return Task.CompletedTask;
        };

        Assert.That(await _time.RunAsync(AddAsync("written")), Is.EqualTo((string[])["mine", "written"]));
    }

    [Test]
    public async Task A_write_of_the_whole_list_waits_for_the_previous_one()
    {
        var free = new TaskCompletionSource();
        var first = _editor.ExclusivelyAsync(Key, async () => await Step("first", free.Task), CancellationToken.None);
        var second = _editor.ExclusivelyAsync(
            Key with
            {
                List = ProfileListRoutes.Include,
            },
            () => Step("second", Task.CompletedTask),
            CancellationToken.None
        );

        Assert.That(_calls, Is.EqualTo((string[])["first begins"]));
        free.SetResult();
        await Task.WhenAll(first, second);
        Assert.That(_calls, Is.EqualTo((string[])["first begins", "first ends", "second begins", "second ends"]));
    }

    [Test]
    public async Task Lists_of_other_profiles_do_not_wait()
    {
        var free = new TaskCompletionSource();
        var slow = _editor.ExclusivelyAsync(Key, () => Step("slow", free.Task), CancellationToken.None);
        await _editor.ExclusivelyAsync(Key with { ProfileId = "other" }, () => Step("quick", Task.CompletedTask), CancellationToken.None);

        Assert.That(_calls, Is.EqualTo((string[])["slow begins", "quick begins", "quick ends"]));
        free.SetResult();
        await slow;
    }

    private static CloudflareException Failure(CloudflareErrorKind kind, bool mayHaveArrived = false) =>
        new(kind, "It failed.") { MayHaveArrived = mayHaveArrived };

    // Simulates another process between a write and its read-back.
    private void OnNextSettling(Action action) =>
        _onSettling = () =>
        {
            _onSettling = () => { };
            action();
        };

    private Task<IReadOnlyList<string>> AddAsync(string entry) => _editor.EditAsync(Key, list => [.. list, entry], CancellationToken.None);

    private async Task<bool> Step(string name, Task until)
    {
        _calls.Add($"{name} begins");
        await until;
        _calls.Add($"{name} ends");
        return true;
    }
}
