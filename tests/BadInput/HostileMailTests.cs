using System.Security.Cryptography;
using Assessment.Register;
using Assessment.Tests.Inspection;

namespace Assessment.Tests.BadInput;

public sealed class HostileMailTests
{
    const string Text = "--- R01 ---\r\nAnswer: Forty persons were screened in three shelters.\r\n";

    static readonly (string? Name, byte[] Content)[] Attachments =
    [
        ("R01-report.pdf", Files.Pdf()),
        ("R01-empty.pdf", []),
        ("R01-locked.docx", Files.Ole("EncryptedPackage")),
        ("R01-bomb.zip", Files.Zip(("a.txt", Files.Bytes(2 * 1024)))),
        ("../../R01-slip\u202Efdp.exe", [.. "MZ"u8, 0, 0]),
        ("R01-macros.xlsm", Files.Xlsm()),
        ("R01-" + new string('n', 292) + ".pdf", Files.Png()),
        ("R01-formulas.csv", Files.Text("a,=1+1\n")),
        ("R01-report.pdf", Files.Text("%PDF-1.7 cut off")),
        (null, [0, 1, 2, 3]),
        ("winmail.dat", Files.Tnef()),
    ];

    static byte[] Hostile => Mails.Mail(Text, [.. Attachments.Select(file => Mails.File(file.Name, file.Content)), Mails.Nested(6)]);

    [Fact]
    public async Task Of_a_mail_full_of_bad_files_the_good_ones_are_the_answer()
    {
        using var desk = new Desk();
        var reply = await desk.Receive(Hostile);

        var item = Assert.Single(await desk.Items());
        Assert.Equal(1, item.Version);
        Assert.Equal("Forty persons were screened in three shelters.", item.Answer!.Narrative);
        Assert.Equal(["R01-report.pdf", "R01-formulas.csv", "R01-level-6.txt", "R01-level-5.txt", "R01-level-4.txt"], item.Answer.Files.Select(file => file.OriginalName));
        Assert.Equal(reply.Files.Select(file => file.Name), item.Answer.Files.Select(file => file.Name));
        Assert.Empty(reply.Unassigned);
    }

    [Fact]
    public async Task Nothing_of_it_is_lost()
    {
        using var desk = new Desk();
        var reply = await desk.Receive(Hostile);

        var kept = reply.Files.Concat(reply.Refused.Select(refused => refused.File)).OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        Assert.Equal(Hostile, await desk.Stored($"{Desk.CallId}/{Assessment.Mail.ThreadKey.Of("hostile-1")[..12]}/message.eml"));
        Assert.All(Attachments, attachment => Assert.Contains(kept, file => file.Sha256 == Convert.ToHexStringLower(SHA256.HashData(attachment.Content)) && file.Size == attachment.Content.Length));
        foreach (var file in kept)
        {
            Assert.Equal(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(await desk.Stored(file.Name))));
        }
    }

    [Fact]
    public async Task The_ledger_has_a_line_for_each_file_and_one_more_for_each_refusal()
    {
        using var desk = new Desk();
        var reply = await desk.Receive(Hostile);

        var lines = new List<LedgerEntry>();
        await foreach (var line in desk.Ledger.Read("my-tip-2025"))
        {
            lines.Add(line);
        }

        Assert.Equal(reply.Files.Count + reply.Refused.Count, lines.Count(line => line.Kind == "FileStored"));
        Assert.Equal(
            ["FileReturned", "FileReturned", "FileReturned", "FileReturned", "FileHeld", "FileReturned", "FileReturned", "FileReturned", "FileHeld", "FileHeld", "FileHeld", "FileHeld", "FileHeld"],
            lines.Where(line => line.Kind is "FileReturned" or "FileHeld").Select(line => line.Kind));
        Assert.All(lines, line => Assert.DoesNotContain(line.Details?.What ?? "", character => char.IsControl(character) || character == '\u202E'));
    }

    [Fact]
    public async Task The_acknowledgement_says_what_became_of_each_file()
    {
        using var desk = new Desk();
        var mail = await desk.Acknowledge(await desk.Receive(Hostile));

        Approved.Matches(mail.Text, "tests", "BadInput", "HostileMail.approved.txt");
    }

    [Fact]
    public async Task A_mail_with_a_thousand_broken_lines_gets_a_hundred_remarks()
    {
        using var desk = new Desk();
        var reply = await desk.Receive(Mails.Mail("--- R01 ---\r\nAnswer: yes\r\n" + string.Concat(Enumerable.Repeat("Figure R01.1: many\r\n", 1000))));

        Assert.Equal(101, reply.Remarks.Count);
        Assert.Equal("There are 900 more remarks, which are not listed here.", reply.Remarks[^1].ToString());
        Assert.NotEmpty((await desk.Acknowledge(reply)).Text);
    }

    [Fact]
    public async Task Files_beyond_the_limit_are_kept_and_held()
    {
        using var desk = new Desk();
        var reply = await desk.Receive(Mails.Mail(Text, [.. Enumerable.Range(1, 203).Select(number => Mails.File($"R01-{number}.txt", Files.Text($"page {number}")))]));

        Assert.Equal((200, 3), (reply.Files.Count, reply.Refused.Count));
        Assert.Equal("R01-201.txt is file number 201 of one mail; at most 200 are taken at once. It is kept, and the secretariat looks at it.", reply.Remarks[0].ToString());
    }
}
