using System.Text;
using Assessment.Register;
using Assessment.Submission;
using Assessment.Tests.Submission;
using CsCheck;

namespace Assessment.Tests.Register;

public class LedgerChainTests
{
    static readonly IReadOnlyList<LedgerEntry> Ledger = A.Ledger();
    static readonly LedgerHead Head = LedgerChain.Head(Ledger);

    /// <summary>The test vector of docs/package.md.</summary>
    [Fact]
    public void The_first_entry_is_as_specified()
    {
        var entry = LedgerChain.Next(null, new DateTimeOffset(2024, 12, 2, 9, 0, 0, TimeSpan.FromHours(8)), "LetterSent", "my-tip-2025-annual-pdrm", new LedgerDetails
        {
            Who = "system",
            What = "The letter was sent to PDRM.",
            Facts = new Dictionary<string, string> { ["messageId"] = "m-1" },
        });

        const string Line = """{"at":"2024-12-02T01:00:00.0000000Z","details":{"facts":{"messageId":"m-1"},"what":"The letter was sent to PDRM.","who":"system"},"detailsHash":"c183055ecbb4700dbe9baa29c1ed78ce8ff6ff9c41122b291c13675188113ffe","hash":"a112b269cc01708dd70bdb54dbf51cc95c1251ab05fa9b6920b7a2394a8ad52d","kind":"LetterSent","previous":"0000000000000000000000000000000000000000000000000000000000000000","sequence":1,"subject":"my-tip-2025-annual-pdrm"}""";
        Assert.Equal(Line + "\n", Encoding.UTF8.GetString(LedgerChain.Write([entry], withDetails: true)));
    }

    [Fact]
    public void Entries_without_details_have_the_hash_of_an_empty_object() =>
        Assert.Equal("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", LedgerChain.Next(null, A.PreparedAt, "CycleStarted", "my-tip-2025", null).DetailsHash);

    [Fact]
    public void A_whole_ledger_has_no_fault_with_and_without_details()
    {
        Assert.Null(LedgerChain.Check(Ledger, Head));
        Assert.Null(LedgerChain.Check([.. Ledger.Select(entry => entry with { Details = null })], Head));
        Assert.Null(LedgerChain.Check([], new LedgerHead(0, LedgerChain.Origin)));
    }

    [Fact]
    public void Each_fault_is_named_in_a_sentence()
    {
        LedgerEntry[] others = [.. A.Ledger(13)];
        (string Expected, LedgerEntry[] Entries)[] faults =
        [
            ("Entry 3 is missing: entry 4 stands in its place.", [.. Ledger.Where(entry => entry.Sequence != 3)]),
            ("Entry 1 is missing: entry 2 stands in its place.", [.. Ledger.Skip(1)]),
            ("Entry 4 stands where entry 3 belongs: the ledger was re-ordered.", [.. Ledger.Take(2), Ledger[3], Ledger[2], .. Ledger.Skip(4)]),
            ("The ledger is cut off: it has 11 entries, and 12 are expected.", [.. Ledger.Take(11)]),
            ("The ledger was extended: it has 13 entries, and 12 are expected.", [.. Ledger, LedgerChain.Next(Ledger[^1], A.PreparedAt, "ItemAccepted", "x", null)]),
            ("The ledger is another one: it ends with another hash than expected.", others[..12]),
            ("Entry 5 was changed: its hash does not fit what it says.", Changed(5, entry => entry with { Kind = "ItemReturned" })),
            ("Entry 5 was changed: its hash does not fit what it says.", Changed(5, entry => entry with { At = entry.At.AddTicks(1) })),
            ("The details of entry 5 were changed: they do not fit their hash.", Changed(5, entry => entry with { Details = entry.Details! with { Who = "somebody" } })),
            ("Entry 6 does not follow entry 5: an earlier entry was replaced.", Changed(5, entry => LedgerChain.Next(Ledger[3], entry.At, "ItemReturned", entry.Subject, entry.Details))),
        ];

        Assert.All(faults, fault => Assert.Equal(fault.Expected, LedgerChain.Check(fault.Entries, Head)));
    }

    [Fact]
    public void Any_changed_removed_moved_or_doubled_entry_is_found() => Gen.Select(Gen.Int[0, 11], Gen.Int[0, 11], Gen.Int[0, 3]).Sample((at, other, kind) =>
    {
        var entries = Ledger.ToList();
        var entry = entries[at];
        switch (kind)
        {
            case 0:
                entries[at] = entry with { Subject = entry.Subject + "x" };
                break;
            case 1:
                entries.RemoveAt(at);
                break;
            case 2 when at != other:
                (entries[at], entries[other]) = (entries[other], entries[at]);
                break;
            default:
                entries.Insert(other, entry);
                break;
        }

        return LedgerChain.Check(entries, Head) is not null;
    });

    [Fact]
    public void What_was_written_reads_back_the_same()
    {
        var withDetails = LedgerChain.Read(LedgerChain.Write(Ledger, withDetails: true));
        var without = LedgerChain.Read(LedgerChain.Write(Ledger, withDetails: false));

        Assert.Equal(LedgerChain.Write(Ledger, withDetails: true), LedgerChain.Write(withDetails, withDetails: true));
        Assert.Null(LedgerChain.Check(withDetails, Head));
        Assert.Null(LedgerChain.Check(without, Head));
        Assert.All(without, entry => Assert.Null(entry.Details));
    }

    [Fact]
    public void A_copy_without_details_holds_no_name_and_no_text()
    {
        var text = Encoding.UTF8.GetString(LedgerChain.Write(Ledger, withDetails: false));

        Assert.DoesNotContain("nur.aisyah", text, StringComparison.Ordinal);
        Assert.DoesNotContain("was taken", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}\n", "Line 1 of the ledger is not an entry")]
    [InlineData("null\n", "Line 1 of the ledger is not in canonical form.")]
    [InlineData("\n", "Line 1 of the ledger is not an entry")]
    [InlineData("{", "Line 1 of the ledger is cut off: it does not end with a line feed.")]
    public void A_line_that_is_no_entry_is_named(string lines, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<FormatException>(() => LedgerChain.Read(Encoding.UTF8.GetBytes(lines))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_changed_byte_of_the_file_is_found_wherever_it_is()
    {
        var lines = LedgerChain.Write(Ledger, withDetails: true);
        Gen.Select(Gen.Int[0, lines.Length - 1], Gen.Int[0, 7]).Sample((at, bit) =>
        {
            var changed = lines.ToArray();
            changed[at] ^= (byte)(1 << bit);
            return FaultOf(changed) is not null;
        }, iter: 500);
    }

    static string? FaultOf(byte[] lines)
    {
        try
        {
            return LedgerChain.Check(LedgerChain.Read(lines), Head);
        }
        catch (FormatException fault)
        {
            return fault.Message;
        }
    }

    static LedgerEntry[] Changed(int sequence, Func<LedgerEntry, LedgerEntry> change) => [.. Ledger.Select(entry => entry.Sequence == sequence ? change(entry) : entry)];
}
