using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assessment.Register;
using Assessment.Submission;

namespace Assessment.Tests.Submission;

public class SubmissionPackageTests
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    static readonly string[] Files =
    [
        "document.docx", "statistics.xlsx",
        "evidence/E-0001-sop-victim-screening.pdf", "evidence/E-0002-depot-totals-q3-2024.xlsx", "evidence/E-0003-service-report.pdf",
        "decisions.json", "ledger.jsonl", "manifest.json", "manifest.sig",
    ];

    [Fact]
    public async Task A_package_has_its_files_in_order_and_any_program_can_read_them()
    {
        using var archive = new ZipArchive(new MemoryStream(await Packages.Write(A.Submission())), ZipArchiveMode.Read);

        Assert.Equal(Files, archive.Entries.Select(entry => entry.FullName));
        Assert.Equal(A.ContentOf(2), Packages.ContentOf(archive, Files[3]));
        Assert.Equal(LedgerChain.Write(A.Ledger(), withDetails: false), Packages.ContentOf(archive, "ledger.jsonl"));
    }

    [Fact]
    public async Task The_key_that_the_document_prints_verifies_the_signature()
    {
        using var archive = new ZipArchive(new MemoryStream(await Packages.Write(A.Submission())), ZipArchiveMode.Read);
        var printed = PrintedKey.In(Packages.ContentOf(archive, "document.docx"))!;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(printed.PublicKey), out _);
        var signature = JsonNode.Parse(Packages.ContentOf(archive, "manifest.sig"))!;

        Assert.True(key.VerifyData(
            Packages.ContentOf(archive, "manifest.json"), Convert.FromBase64String((string)signature["signature"]!), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        Assert.Equal(printed.Fingerprint, Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(printed.PublicKey))));
    }

    [Fact]
    public async Task The_same_content_has_the_same_bytes_but_for_the_signature_whatever_the_culture_and_time_zone()
    {
        var first = await Packages.Write(A.Submission());
        var second = await Elsewhere(() => Packages.Write(InUtc(A.Submission())));

        Assert.Equal(Unsigned(first), Unsigned(second));
    }

    [Fact]
    public async Task Another_version_has_other_bytes() =>
        Assert.NotEqual(Unsigned(await Packages.Write(A.Submission())), Unsigned(await Packages.Write(A.Submission() with { Version = 3 })));

    [Fact]
    public async Task The_manifest_says_what_is_in_the_package_and_who_stands_for_it()
    {
        var ledger = LedgerChain.Head(A.Ledger());
        var manifest = await Manifest();
        var text = manifest.ToJsonString();

        Assert.Equal("assessment-package/1", manifest["format"]!.GetValue<string>());
        Assert.Equal(Files[..^2], manifest["files"]!.AsArray().Select(file => file!["path"]!.GetValue<string>()));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(A.ContentOf(1))), manifest["files"]![2]!["sha256"]!.GetValue<string>());
        Assert.Equal("SOP victim screening.pdf", manifest["evidence"]![0]!["originalName"]!.GetValue<string>());
        Assert.Equal("2025-01-31T01:00:00.0000000Z", manifest["preparedAt"]!.GetValue<string>());
        Assert.Equal((12L, ledger.Hash), (manifest["ledger"]!["length"]!.GetValue<long>(), manifest["ledger"]!["head"]!.GetValue<string>()));
        Assert.Contains("\"period\":{\"from\":\"2024-04-01\",\"to\":\"2025-03-31\"}", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_manifest_is_the_approved_one()
    {
        var manifest = await Manifest();
        foreach (var file in manifest["files"]!.AsArray().Take(2))
            (file!["size"], file["sha256"]) = (0, "depends on the look of the document");

        Approved.Matches(manifest.ToJsonString(Indented) + "\n", "tests", "Submission", "Manifest.approved.txt");
    }

    [Fact]
    public async Task The_decisions_are_the_approved_ones() =>
        Approved.Matches((await Read("decisions.json", Cleared, Decided)).ToJsonString(Indented) + "\n", "tests", "Submission", "Decisions.approved.txt");

    [Fact]
    public async Task What_is_withheld_is_shown_by_its_hash_only_and_the_digest_still_fits()
    {
        var content = A.Submission();
        var signed = content.SignOffs.SelectMany(signOff => A.SignedItems(content, signOff)).Select(item => item with { Withheld = item.Content.Code == "R07" });
        var items = (await Read("decisions.json", content, Packages.Second with { Signed = [.. signed] }))["signOffs"]![0]!["items"]!.AsArray();

        Assert.Equal(["R01", "R01", "R07"], items.Select(item => item!["code"]!.GetValue<string>()));
        Assert.Equal([true, true, false], items.Select(item => item!["content"] is not null));
        Assert.Equal(64, items[2]!["hash"]!.GetValue<string>().Length);
        Assert.Null((await PackageVerification.Verify(new MemoryStream(await Packages.Write(content, facts: Packages.Second with { Signed = [.. signed] })))).FirstFault);
    }

    [Fact]
    public async Task A_digest_that_the_signed_items_do_not_give_stops_the_package()
    {
        var content = A.Submission();
        var signed = content.SignOffs.SelectMany(signOff => A.SignedItems(content, signOff)).Select(item => item with { Content = item.Content with { Narrative = "other words" } });

        Assert.StartsWith("The package is not sealed. KDN signed the digest", await Refusal(content, Packages.Second with { Signed = [.. signed] }), StringComparison.Ordinal);
    }

    /// <summary>What was signed may have been cut after signing; then the package says so instead of showing other words than those signed.</summary>
    [Fact]
    public async Task Content_that_no_longer_gives_the_digest_is_left_out()
    {
        var content = A.Submission();
        var cut = content with { SignOffs = [.. content.SignOffs.Select(signOff => signOff with { Digest = new string('0', 64) })] };
        var package = await Packages.Write(cut);
        var report = await PackageVerification.Verify(new MemoryStream(package));

        Assert.Null(report.FirstFault);
        Assert.Equal("not for KDN, KPWKM: the package does not show what was signed", report.Checks.Single(check => check.Kind == "sign-offs").Found);
    }

    public static TheoryData<int, string?, int, string> Superseding => new()
    {
        { 2, null, 0, "Version 2 does not name the version that it supersedes." },
        { 1, "a typing error", 1, "Version 1 cannot supersede version 1." },
        { 2, "a typing error", 2, "Version 2 cannot supersede version 2." },
        { 3, "a typing error", 0, "Version 3 cannot supersede version 0." },
        { 2, " ", 1, "Version 2 does not say why it supersedes version 1." },
    };

    [Theory]
    [MemberData(nameof(Superseding))]
    public async Task A_version_that_does_not_say_what_it_supersedes_and_why_is_not_sealed(int version, string? reason, int old, string expected)
    {
        var supersedes = reason is null ? null : new Supersedes("my-tip-2025-annual.zip", old, new string('0', 64), reason);

        Assert.Equal($"The package is not sealed. {expected}", await Refusal(A.Submission() with { Version = version }, new PackageFacts { Supersedes = supersedes }));
    }

    [Fact]
    public async Task Decisions_that_contradict_each_other_stop_the_package()
    {
        var content = A.Submission();
        var late = content with { Endorsement = new SubmittedEndorsement("Chair of the Council", A.PreparedAt.AddDays(1)) };
        var early = content with { SignOffs = [.. content.SignOffs.Select(signOff => signOff with { SignedAt = A.PreparedAt.AddDays(-30) })] };

        Assert.Equal("The package is not sealed. A decision is dated 2025-02-01T01:00:00.0000000Z, after the submission was prepared.", await Refusal(late, Packages.Second));
        Assert.Equal("The package is not sealed. my-tip-2025-annual-pdrm/R01 was signed before it was accepted.", await Refusal(early, Packages.Second));
    }

    [Fact]
    public async Task Evidence_that_is_not_what_was_received_stops_the_package_before_a_byte_is_written()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var output = new MemoryStream();
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => SubmissionPackage.Write(output, A.Submission(), Packages.Second, A.Ledger(), new StoreOfFiles(changed: 2), key));

        Assert.StartsWith("The package is not sealed. E-0002 (Depot totals Q3 2024.xlsx) is not the file that was received", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public async Task A_damaged_ledger_stops_the_package()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() =>
            SubmissionPackage.Write(new MemoryStream(), A.Submission(), [.. A.Ledger().Skip(1)], new StoreOfFiles(), key));

        Assert.Equal("The package is not sealed. Entry 1 is missing: entry 2 stands in its place.", fault.Message);
    }

    [Fact]
    public async Task A_key_that_no_verifier_takes_stops_the_package()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var output = new MemoryStream();

        await Assert.ThrowsAsync<CryptographicException>(() => SubmissionPackage.Write(output, A.Submission(), Packages.Second, A.Ledger(), new StoreOfFiles(), key));
        Assert.Equal(0, output.Length);
    }

    static PackageFacts Decided => Packages.Second with
    {
        Release = new DecidedRelease("Secretary of NSO MAPO", A.PreparedAt.AddHours(2)),
    };

    /// <summary>The first answer had a graded file, which was declassified, and a finding, which two people let stand.</summary>
    static SubmissionContent Cleared
    {
        get
        {
            var content = A.Submission();
            var first = content.Recommendations[0];
            var at = first.Answers[0].AcceptedAt.AddHours(-5);
            var answer = first.Answers[0] with
            {
                Clearances =
                [
                    new SubmittedClearance("declassified", ["Lim Wei"], at, content.Evidence[0].File.Sha256, "Terhad", "Official Secrets Act 1972, section 2C", "Datuk Rashid bin Omar", new DateOnly(2025, 1, 8)),
                    new SubmittedClearance("overridden", ["Lim Wei", "Nur Aisyah"], at.AddHours(1)),
                ],
            };
            return content with { Recommendations = [first with { Answers = [answer, .. first.Answers.Skip(1)] }, .. content.Recommendations.Skip(1)] };
        }
    }

    static Task<JsonNode> Manifest() => Read("manifest.json", A.Submission(), Packages.Second);

    static async Task<JsonNode> Read(string name, SubmissionContent content, PackageFacts facts)
    {
        using var archive = new ZipArchive(new MemoryStream(await Packages.Write(content, facts: facts)), ZipArchiveMode.Read);
        return JsonNode.Parse(Packages.ContentOf(archive, name))!;
    }

    static async Task<string> Refusal(SubmissionContent content, PackageFacts facts)
    {
        using var output = new MemoryStream();
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => SubmissionPackage.Write(output, content, facts, A.Ledger(), new StoreOfFiles(), Packages.Key));
        Assert.Equal(0, output.Length);
        return fault.Message;
    }

    /// <summary>The package up to the content of its signature, which differs each time.</summary>
    static string Unsigned(byte[] package)
    {
        var entry = new StoredZipReader(new MemoryStream(package)).Entries[^1];
        Assert.Equal("manifest.sig", entry.Name);
        return Encoding.Latin1.GetString(package, 0, (int)entry.Offset - StoredZipFormat.LocalLength - entry.Name.Length);
    }

    static SubmissionContent InUtc(SubmissionContent content) => content with
    {
        PreparedAt = content.PreparedAt.ToUniversalTime(),
        SignOffs = [.. content.SignOffs.Select(signOff => signOff with { SignedAt = signOff.SignedAt.ToUniversalTime() })],
        Endorsement = content.Endorsement! with { EndorsedAt = content.Endorsement.EndorsedAt.ToUniversalTime() },
    };

    static async Task<T> Elsewhere<T>(Func<Task<T>> run)
    {
        var (culture, zone) = (CultureInfo.CurrentCulture, Environment.GetEnvironmentVariable("TZ"));
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NumberGroupSeparator, other.NumberFormat.NegativeSign) = (",", ".", "~");
        (other.DateTimeFormat.DateSeparator, other.DateTimeFormat.TimeSeparator) = ("|", "|");
        try
        {
            CultureInfo.CurrentCulture = other;
            Environment.SetEnvironmentVariable("TZ", "America/St_Johns");
            TimeZoneInfo.ClearCachedData();
            return await run();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
            Environment.SetEnvironmentVariable("TZ", zone);
            TimeZoneInfo.ClearCachedData();
        }
    }
}

/// <summary>Packages for tests, sealed with a key of this run.</summary>
static class Packages
{
    public static ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>What every version but the first says.</summary>
    public static PackageFacts Second { get; } = new() { Supersedes = new Supersedes("my-tip-2025-annual.zip", 1, new string('1', 64), "R01 of PDRM named a wrong circular.") };

    public static async Task<byte[]> Write(SubmissionContent content, IReadOnlyList<LedgerEntry>? ledger = null, PackageFacts? facts = null)
    {
        using var output = new MemoryStream();
        await SubmissionPackage.Write(output, content, facts ?? (content.Version == 1 ? PackageFacts.None : Second), ledger ?? A.Ledger(), new StoreOfFiles(), Key);
        return output.ToArray();
    }

    public static byte[] ContentOf(ZipArchive archive, string name)
    {
        using var copy = new MemoryStream();
        archive.GetEntry(name)!.Open().CopyTo(copy);
        return copy.ToArray();
    }
}
