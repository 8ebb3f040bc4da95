using System.Globalization;
using Assessment.Host.Sandbox;
using Assessment.Register;
using Assessment.Tests.Contracts;

namespace Assessment.Tests.Register;

/// <summary>The ledger on every register.</summary>
public abstract class LedgerTests
{
    static readonly DateTimeOffset Opening = new(2025, 1, 2, 9, 0, 0, TimeSpan.FromHours(8));

    protected abstract IRegister Rows { get; }

    /// <summary>A cycle that no other test uses.</summary>
    protected virtual string Cycle => "my-tip-2025";

    [Fact]
    public async Task A_ledger_begins_empty()
    {
        var ledger = new Ledger(Rows);

        Assert.Null(await ledger.Head(Cycle));
        Assert.Empty(await Read(ledger));
    }

    [Fact]
    public async Task What_is_appended_is_read_in_order_and_unbroken()
    {
        var ledger = new Ledger(Rows);
        for (var number = 1; number <= 12; number++)
            Assert.Equal(number, (await Append(ledger, number)).Sequence);

        var entries = await Read(ledger);
        Assert.Equal(Enumerable.Range(1, 12).Select(number => $"call-{number}"), entries.Select(entry => entry.Subject));
        Assert.Null(LedgerChain.Check(entries));
        Assert.Equal(Enumerable.Range(9, 4).Select(number => $"call-{number}"), (await Read(ledger, from: 9)).Select(entry => entry.Subject));
        Assert.Equal(entries[^1].Hash, (await ledger.Head(Cycle))!.Hash);
    }

    [Fact]
    public async Task An_entry_comes_back_with_its_details()
    {
        var ledger = new Ledger(Rows);
        var details = new LedgerDetails
        {
            Who = "pdrm-focal",
            What = "Surat dihantar – “R01” 👩",
            Why = "The round opened.",
            Facts = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["b"] = "2", ["A"] = "1", ["é"] = "3" },
        };
        await ledger.Append(Cycle, "sent-1", "LetterSent", "call-1", details, Opening);

        var entry = Assert.Single(await Read(ledger));
        Assert.Equal(("LetterSent", "call-1", Opening), (entry.Kind, entry.Subject, entry.At));
        Assert.Equal((details.Who, details.What, details.Why), (entry.Details!.Who, entry.Details.What, entry.Details.Why));
        Assert.Equal(details.Facts.OrderBy(fact => fact.Key, StringComparer.Ordinal), entry.Details.Facts.OrderBy(fact => fact.Key, StringComparer.Ordinal));
        Assert.Null(LedgerChain.Check([entry]));
    }

    [Fact]
    public async Task The_same_key_appends_once()
    {
        var ledger = new Ledger(Rows);
        await Append(ledger, 1);
        var second = await Append(ledger, 2);
        await Append(ledger, 3);

        Assert.Equal(second.Hash, (await Append(ledger, 2)).Hash);
        Assert.Equal(second.Hash, (await Append(new Ledger(Rows), 2)).Hash);
        Assert.Equal(3, (await Read(ledger)).Count);
    }

    [Fact]
    public async Task The_same_key_at_the_same_time_appends_once()
    {
        Ledger[] processes = [new(Rows), new(Rows)];

        var entries = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Task.Run(() => Append(processes[number % 2], 1))));

        Assert.Single(entries.Select(entry => entry.Hash).Distinct());
        Assert.Single(await Read(processes[0]));
    }

    [Fact]
    public async Task Many_that_append_at_once_make_one_unbroken_chain()
    {
        var ledger = new Ledger(Rows);

        await Task.WhenAll(Enumerable.Range(1, 20).Select(number => Task.Run(() => Append(ledger, number))));

        await AssertUnbroken(ledger, 20);
    }

    [Fact]
    public async Task Many_processes_that_append_at_once_make_one_unbroken_chain()
    {
        Ledger[] processes = [.. Enumerable.Range(0, 4).Select(_ => new Ledger(Rows))];

        await Task.WhenAll(Enumerable.Range(1, 20).Select(number => Task.Run(() => Append(processes[number % 4], number))));

        await AssertUnbroken(new Ledger(Rows), 20);
    }

    [Fact]
    public async Task A_process_that_lags_behind_continues_where_the_others_ended()
    {
        Ledger first = new(Rows), second = new(Rows);
        await Append(first, 1);
        await Append(second, 2);
        await Append(second, 3);

        Assert.Equal(4, (await Append(first, 4)).Sequence);
        await AssertUnbroken(first, 4);
    }

    [Fact]
    public async Task Cycles_have_chains_of_their_own()
    {
        var ledger = new Ledger(Rows);
        await Append(ledger, 1);

        var other = await ledger.Append(Cycle + "-next", "sent-1", "LetterSent", "call-1", Details, Opening);

        Assert.Equal(1, other.Sequence);
        Assert.Equal(LedgerChain.Origin, other.Previous);
    }

    async Task AssertUnbroken(Ledger ledger, int count)
    {
        var entries = await Read(ledger);
        Assert.Null(LedgerChain.Check(entries));
        Assert.Equal(
            Enumerable.Range(1, count).Select(number => $"call-{number}").Order(StringComparer.Ordinal),
            entries.Select(entry => entry.Subject).Order(StringComparer.Ordinal));
        Assert.Equal(entries[^1].Hash, (await ledger.Head(Cycle))!.Hash);
    }

    Task<LedgerEntry> Append(Ledger ledger, int number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        return ledger.Append(Cycle, "sent-" + text, "LetterSent", "call-" + text, Details, Opening.AddMinutes(number));
    }

    async Task<List<LedgerEntry>> Read(Ledger ledger, long from = 1) => await ledger.Read(Cycle, from).ToListAsync();

    static LedgerDetails Details { get; } = new() { Who = "system", What = "The letter was sent." };
}

public sealed class LedgerInMemory : LedgerTests, IDisposable
{
    readonly SqliteRegister register = new("Data Source=:memory:");

    protected override IRegister Rows => register;

    public void Dispose() => register.Dispose();
}

[Collection(AzuriteTests.Name)]
public sealed class LedgerOnAzurite(AzuriteFixture azurite) : LedgerTests
{
    protected override IRegister Rows { get; } = new TablesRegister(azurite.Tables);

    protected override string Cycle { get; } = azurite.NewName("my-tip-");
}
