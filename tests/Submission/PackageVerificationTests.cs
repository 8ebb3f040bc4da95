using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Assessment.Register;
using Assessment.Submission;
using CsCheck;

namespace Assessment.Tests.Submission;

public class PackageVerificationTests
{
    static readonly byte[] Package = Packages.Write(A.Submission()).GetAwaiter().GetResult();
    static readonly List<(string Name, byte[] Content)> Files = FilesOf(Package);

    [Fact]
    public async Task A_sealed_package_is_valid()
    {
        var report = await Verify(Package, Packages.Key, A.Ledger());

        Assert.Null(report.FirstFault);
        Assert.True(report.IsValid);
        Assert.Equal(["archive", "signature", "key", "manifest", "files", "contents", "document", "evidence", "ledger", "decisions", "sign-offs", "own-ledger", "bytes"], report.Checks.Select(check => check.Kind));
        Assert.Empty(report.NotChecked);
        Assert.All(report.Checks, check => Assert.True(check.Ok));
        Assert.Equal(SigningKey.Fingerprint(Packages.Key), report.Fingerprint);
    }

    [Fact]
    public async Task A_submission_of_nothing_is_valid_too() => Assert.True((await Verify(await Packages.Write(A.Nothing(), []))).IsValid);

    [Fact]
    public Task One_flipped_bit_anywhere_is_found() => Gen.Select(Gen.Int[0, Package.Length - 1], Gen.Int[0, 7]).SampleAsync(async (at, bit) =>
    {
        var changed = Package.ToArray();
        changed[at] ^= (byte)(1 << bit);
        var report = await Verify(changed);
        return !report.IsValid && report.FirstFault is not null;
    }, iter: 300);

    /// <summary>The signature, the directory and the end of the archive lie here.</summary>
    [Fact]
    public async Task A_flipped_bit_in_each_of_the_last_thousand_bytes_is_found()
    {
        for (var at = Package.Length - 1000; at < Package.Length; at++)
        {
            var changed = Package.ToArray();
            changed[at] ^= (byte)(1 << (at % 8));
            Assert.False((await Verify(changed)).IsValid, $"byte {at}");
        }
    }

    [Fact]
    public void Every_flipped_bit_of_the_signature_is_found()
    {
        var signature = Files[^1].Content;
        for (var at = 0; at < signature.Length * 8; at++)
        {
            var changed = signature.ToArray();
            changed[at / 8] ^= (byte)(1 << (at % 8));
            Assert.NotNull(SignatureFault(changed));
        }
    }

    [Fact]
    public async Task A_file_that_is_removed_added_renamed_or_moved_is_named()
    {
        var evidence = Files[3];
        (string Expected, IEnumerable<(string, byte[])> Files)[] faults =
        [
            ("evidence/E-0002-depot-totals-q3-2024.xlsx is missing: it was removed or renamed.", Files.Where(file => file != evidence)),
            ("evidence/E-0002-depot-totals-q3-2024.xlsx is missing: it was removed or renamed.", Files.Select(file => file == evidence ? ("evidence/E-0002-other.xlsx", file.Content) : file)),
            ("evidence/E-0004-new.pdf was added: the manifest does not know it.", Files.Append(("evidence/E-0004-new.pdf", [1]))),
            ("statistics.xlsx stands where document.docx belongs: the files were re-ordered.", [Files[1], Files[0], .. Files.Skip(2)]),
            ("evidence/E-0002-depot-totals-q3-2024.xlsx was changed: its SHA-256 is not the one in the manifest.", With(evidence.Name, content => [.. content[..^1], 0])),
            ("evidence/E-0002-depot-totals-q3-2024.xlsx was changed: it has 1431 bytes, and the manifest states 1430.", With(evidence.Name, content => [.. content, 0])),
            ("manifest.json is missing: it was removed or renamed, or this is not a package.", Files.Where(file => file.Name != "manifest.json")),
            ("manifest.sig is missing: it was removed or renamed, or this is not a package.", Files.Where(file => file.Name != "manifest.sig")),
        ];

        foreach (var (expected, files) in faults)
            Assert.Equal(expected, (await Verify(await Archive(files))).FirstFault);
    }

    [Fact]
    public async Task A_manifest_that_was_changed_or_signed_by_somebody_else_is_named()
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var other = FilesOf(await Packages.Write(A.Submission() with { Version = 3 }));
        var forged = With("manifest.sig", _ => CanonicalJson.Write(ManifestSignature.Of(Files[^2].Content, stranger)));

        Assert.Equal("The signature in manifest.sig does not fit manifest.json.", await FaultOf(With("manifest.json", content => Replace(content, "\"version\":2", "\"version\":3"))));
        Assert.Equal("The signature in manifest.sig does not fit manifest.json.", await FaultOf(With("manifest.sig", _ => other[^1].Content)));
        Assert.Equal("manifest.sig is not in canonical form.", await FaultOf(With("manifest.sig", content => [.. content, (byte)'\n'])));
        Assert.StartsWith("The package was signed with another key", (await Verify(await Archive(forged), Packages.Key)).FirstFault, StringComparison.Ordinal);
        Assert.Equal(SigningKey.Fingerprint(stranger), (await Verify(await Archive(forged))).Fingerprint);
    }

    [Fact]
    public async Task A_second_valid_form_of_the_same_signature_is_refused()
    {
        var signature = ManifestSignature.Read(Files[^1].Content);
        var respelled = signature with { Signature = Convert.ToBase64String(WithLargerS(Convert.FromBase64String(signature.Signature))) };

        Assert.True(Packages.Key.VerifyData(Files[^2].Content, Convert.FromBase64String(respelled.Signature), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        Assert.Equal("manifest.sig is damaged: the numbers of the signature are out of range.", await FaultOf(With("manifest.sig", _ => CanonicalJson.Write(respelled))));
    }

    [Fact]
    public async Task A_manifest_that_says_the_same_in_other_bytes_is_refused_although_it_is_signed()
    {
        byte[] spaced = [.. Files[^2].Content, (byte)' '];

        Assert.Equal("manifest.json is not in canonical form.", await FaultOf(Signed(spaced)));
    }

    [Theory]
    [InlineData("""{"format":"assessment-package/1"}""", "manifest.json cannot be read")]
    [InlineData("[]", "manifest.json cannot be read")]
    [InlineData("null", "manifest.json has an empty value.")]
    [InlineData("{\"files\":[null]}", "manifest.json has an empty value.")]
    public async Task A_signed_manifest_that_is_none_is_refused(string manifest, string expected) =>
        Assert.StartsWith(expected, await FaultOf(Signed(Encoding.UTF8.GetBytes(manifest))), StringComparison.Ordinal);

    [Fact]
    public async Task A_signed_manifest_that_contradicts_itself_is_refused()
    {
        (string Expected, Action<JsonNode> Change)[] changes =
        [
            ("The format 'assessment-package/9' is not known; this program reads assessment-package/1.", manifest => manifest["format"] = "assessment-package/9"),
            ("E-0001 of the evidence index is not the file evidence/E-0001-sop-victim-screening.pdf of the manifest.", manifest => manifest["evidence"]![0]!["sha256"] = new string('0', 64)),
            ("evidence/E-0003-service-report.pdf is not both in the list of files and in the evidence index.", manifest => Drop(manifest, "E-0003")),
            ("The evidence index has a number twice.", manifest => manifest["evidence"]!.AsArray().Add(manifest["evidence"]![0]!.DeepClone())),
            ("The ledger is cut off: it has 12 entries, and 13 are expected.", manifest => manifest["ledger"]!["length"] = 13),
            ("The ledger is another one: it ends with another hash than expected.", manifest => manifest["ledger"]!["head"] = new string('1', 64)),
        ];

        foreach (var (expected, change) in changes)
        {
            var manifest = JsonNode.Parse(Files[^2].Content)!;
            change(manifest);
            Assert.Equal(expected, await FaultOf(Signed(CanonicalJson.Write(manifest))));
        }
    }

    [Fact]
    public async Task A_ledger_that_was_changed_under_a_new_signature_is_still_found()
    {
        var ledger = A.Ledger();
        (string Expected, IEnumerable<LedgerEntry> Entries)[] faults =
        [
            ("Entry 4 is missing: entry 5 stands in its place.", ledger.Where(entry => entry.Sequence != 4)),
            ("The ledger is cut off: it has 11 entries, and 12 are expected.", ledger.Take(11)),
            ("Entry 3 stands where entry 2 belongs: the ledger was re-ordered.", [ledger[0], ledger[2], ledger[1], .. ledger.Skip(3)]),
            ("Entry 2 was changed: its hash does not fit what it says.", ledger.Select(entry => entry.Sequence == 2 ? entry with { Subject = "another" } : entry)),
        ];
        foreach (var (expected, entries) in faults)
            Assert.Equal(expected, await FaultOf(Resealed("ledger.jsonl", LedgerChain.Write(entries, withDetails: false))));

        Assert.Equal(
            "Entry 1 of the ledger shows details, which must not leave the secretariat.",
            await FaultOf(Resealed("ledger.jsonl", LedgerChain.Write(ledger, withDetails: true))));
    }

    [Fact]
    public async Task Decisions_that_were_changed_under_a_new_signature_are_still_found()
    {
        (string Kind, string Expected, Action<JsonNode> Change)[] changes =
        [
            ("decisions", "my-tip-2025-annual-pdrm/R01 refers to E-0009, which is not in the evidence index.", decisions => decisions["items"]![0]!["evidence"]![0] = "E-0009"),
            ("decisions", "decisions.json has my-tip-2025-annual-pdrm/R01 twice.", decisions => decisions["items"]!.AsArray().Add(decisions["items"]![0]!.DeepClone())),
            ("decisions", "What my-tip-2025-annual-pdrm/R01 says of its signature is not what the sign-offs say.", decisions => decisions["items"]![0]!["signed"]!["by"] = "somebody else"),
            ("decisions", "my-tip-2025-annual-pdrm/R01 was accepted before it was received.", decisions => decisions["items"]![0]!["accepted"]!["at"] = "2025-01-01T00:00:00.0000000Z"),
            ("decisions", "my-tip-2025-annual-pdrm/R01 was cleared before it was received.", decisions => decisions["items"]![0]!["cleared"]!["at"] = "2025-01-01T00:00:00.0000000Z"),
            ("decisions", "my-tip-2025-annual-pdrm/R01 was signed or accepted before it was cleared.", decisions => decisions["items"]![0]!["cleared"]!["at"] = "2025-01-25T00:00:00.0000000Z"),
            ("decisions", "my-tip-2025-annual-pdrm/R01 was cleared by too few people: whoever overrides a finding needs a second person.", decisions => decisions["items"]![0]!["cleared"]!["steps"]!.AsArray().Add(new JsonObject { ["at"] = "2025-01-09T00:00:00.0000000Z", ["by"] = new JsonArray("Lim Wei"), ["how"] = "overridden" })),
            ("decisions", "my-tip-2025-annual-pdrm/R01 names entry 3 of the ledger, which is no ItemAccepted of it.", decisions => decisions["items"]![0]!["accepted"]!["entry"] = 3),
            ("decisions", "A decision is dated 2025-02-01T00:00:00.0000000Z, after the submission was prepared.", decisions => decisions["endorsement"]!["endorsedAt"] = "2025-02-01T00:00:00.0000000Z"),
            ("decisions", "The format 'assessment-decisions/9' is not known; this program reads assessment-decisions/1.", decisions => decisions["format"] = "assessment-decisions/9"),
            ("sign-offs", "KPWKM signed another digest than its items give.", decisions => decisions["signOffs"]![1]!["items"]!.AsArray().Add(new JsonObject { ["callId"] = "x", ["code"] = "y", ["hash"] = "z" })),
            ("sign-offs", "my-tip-2025-annual-pdrm/R01, signed by KDN, was changed: its content does not fit its hash.", decisions => decisions["signOffs"]![0]!["items"]![0]!["content"]!["figures"]![0]!["value"] = 1413),
        ];

        foreach (var (kind, expected, change) in changes)
        {
            var report = await Verify(await Archive(Resealed("decisions.json", Changed("decisions.json", change))));
            Assert.Equal((kind, expected), (report.FaultKind, report.FirstFault));
        }
    }

    [Fact]
    public async Task A_ledger_that_was_dated_back_is_found()
    {
        var ledger = A.Ledger().ToList();
        var late = LedgerChain.Next(ledger[10], A.PreparedAt, "ItemReplied", "x", null);
        ledger[11] = LedgerChain.Next(ledger[9], ledger[9].At.AddMinutes(-1), "ItemReplied", "x", null);

        Assert.Equal(ledger[9].At, ledger[11].At);
        Assert.Equal(late.At, LedgerChain.Next(late, late.At.AddDays(-1), "ItemReplied", "x", null).At);

        var backDated = late with { At = ledger[10].At.AddSeconds(-1), Hash = "" };
        backDated = backDated with { Hash = CanonicalJson.Hash(new { backDated.Sequence, backDated.At, backDated.Kind, backDated.Subject, backDated.DetailsHash, backDated.Previous }) };
        Assert.Equal("Entry 12 is dated back: it is dated before entry 11.", await FaultOf(Resealed("ledger.jsonl", LedgerChain.Write([.. ledger.Take(11), backDated], withDetails: false))));
    }

    [Fact]
    public async Task A_correction_is_linked_to_what_it_supersedes_and_both_stay_valid()
    {
        var first = await Packages.Write(A.Submission() with { Version = 1 }, [.. A.Ledger().Take(10)]);
        var second = await Packages.Write(A.Submission(), facts: Correcting(first));

        Assert.True((await Verify(first)).IsValid);
        var report = await Verify(second, previous: first);
        Assert.Null(report.FirstFault);
        Assert.Equal("version 2, supersedes version 1", report.Checks.Single(check => check.Kind == "manifest").Found);
        Assert.EndsWith($" Version 2, supersedes version 1 (my-tip-2025-annual.zip, digest {Correcting(first).Supersedes!.ManifestSha256}) because: R01 of PDRM named a wrong circular.", report.Summary, StringComparison.Ordinal);
        Assert.Equal("previous", report.Checks[^1].Kind);
    }

    [Fact]
    public async Task A_correction_of_another_package_or_with_another_history_is_named()
    {
        var first = await Packages.Write(A.Submission() with { Version = 1 }, [.. A.Ledger().Take(10)]);
        var other = await Packages.Write(A.Submission() with { Version = 1, Secretariat = "Another" }, [.. A.Ledger().Take(10)]);
        var interim = await Packages.Write(A.Submission() with { Version = 1, RoundId = "interim", SignOffs = [] }, [.. A.Ledger().Take(10)]);
        var rewritten = await Packages.Write(A.Submission() with { Version = 1 }, A.Ledger(11));
        var second = await Packages.Write(A.Submission(), facts: Correcting(first));

        (byte[] Package, byte[] Previous, string Expected)[] faults =
        [
            (second, other, "The package supersedes version 1, my-tip-2025-annual.zip, which is another package than the given one."),
            (first, first, "The package is a first version: it supersedes nothing."),
            (second, first[..^1], "The given package is itself not valid."),
            (await Packages.Write(A.Submission(), facts: Correcting(interim)), interim, "The given package is version 1 of Annual submission, which is not what is superseded."),
            (await Packages.Write(A.Submission(), facts: Correcting(rewritten)), rewritten, "The ledger does not continue that of the given package: its history was rewritten."),
        ];
        foreach (var (package, previous, expected) in faults)
        {
            var report = await Verify(package, previous: previous);
            Assert.Equal("previous", report.FaultKind);
            Assert.StartsWith(expected, report.FirstFault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_secretariats_own_ledger_is_compared()
    {
        Assert.True((await Verify(Package, null, A.Ledger())).IsValid);
        Assert.True((await Verify(Package, null, [.. A.Ledger(), LedgerChain.Next(A.Ledger()[^1], A.PreparedAt, "SubmissionHandedIn", "annual", null)])).IsValid);
        Assert.Equal("The secretariat's ledger is cut off: it has 5 entries, and the package was made at entry 12.", (await Verify(Package, null, A.Ledger(5))).FirstFault);
        Assert.Equal("The secretariat's ledger is another one than the package's.", (await Verify(Package, null, A.Ledger(13))).FirstFault);
        Assert.Equal("The secretariat's ledger is damaged. Entry 1 is missing: entry 2 stands in its place.", (await Verify(Package, null, [.. A.Ledger().Skip(1)])).FirstFault);
    }

    [Fact]
    public async Task An_archive_that_another_program_packed_again_is_refused()
    {
        Assert.Equal("document.docx is compressed: the archive was packed again by another program.", (await Verify(Repacked(CompressionLevel.Optimal))).FirstFault);
        Assert.Equal("The archive was changed outside its files: a header, date, comment or unused byte is not as it was written.", (await Verify(Repacked(CompressionLevel.NoCompression))).FirstFault);
    }

    [Fact]
    public async Task Bytes_before_between_or_after_the_files_are_found()
    {
        byte[][] changed = [[.. Package, 0], [0, .. Package], [.. Package[..^2], 3, 0, .. "bye"u8.ToArray()]];
        foreach (var package in changed)
            Assert.False((await Verify(package)).IsValid);
    }

    [Fact]
    public Task A_package_cut_off_anywhere_is_reported() => Gen.Int[0, Package.Length - 1].SampleAsync(async length => !(await Verify(Package[..length])).IsValid, iter: 300);

    [Fact]
    public Task Random_bytes_are_reported_and_nothing_is_thrown() => Gen.Byte.Array[0, 400].SampleAsync(async bytes => !(await Verify(bytes)).IsValid, iter: 1000);

    /// <summary>Archives whose numbers lie: many bytes of the structures are overwritten at once.</summary>
    [Fact]
    public async Task Scrambled_archives_are_reported_and_nothing_is_thrown()
    {
        var small = await Archive([("manifest.json", "{}"u8.ToArray()), ("manifest.sig", "{}"u8.ToArray())]);
        await Gen.Select(Gen.Int[0, small.Length - 1], Gen.Byte).Array[1, 12].SampleAsync(async edits =>
        {
            var changed = small.ToArray();
            foreach (var (at, value) in edits)
                changed[at] = value;

            return !(await Verify(changed)).IsValid;
        }, iter: 2000);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("evidence\\..\\x")]
    public async Task Names_that_lead_elsewhere_are_reported(string name)
    {
        using var output = new MemoryStream();
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
            archive.CreateEntry(name, CompressionLevel.NoCompression);

        Assert.Equal($"'{name}' is not a safe file name.", (await Verify(output.ToArray())).FirstFault);
    }

    [Fact]
    public async Task A_declared_size_beyond_the_archive_is_reported()
    {
        var archive = await Archive([("manifest.json", "{}"u8.ToArray())]);
        var directory = archive.Length - StoredZipFormat.EndLength - StoredZipFormat.DirectoryLength - "manifest.json".Length;
        archive.AsSpan(directory + 20, 8).Fill(0xfe);

        Assert.Equal("The header of manifest.json is damaged, or the file is larger than the archive.", (await Verify(archive)).FirstFault);
    }

    /// <summary>Whoever holds the key can sign anything; some of it is even a valid package.</summary>
    [Fact]
    public Task A_signed_manifest_with_anything_anywhere_is_judged_and_nothing_is_thrown()
    {
        string[] junk = ["null", "[]", "{}", "-1", "1e300", "true", "\"\"", "\"\\u001b[2J\"", "[null]", "[{}]", "\"0001-01-01T00:00:00.0000000Z\"", "\"../x\"", "9007199254740992"];
        return Gen.Select(Gen.Int[0, 200], Gen.Int[0, junk.Length - 1]).SampleAsync(async (place, choice) =>
        {
            var manifest = JsonNode.Parse(Files[^2].Content)!;
            var places = Descendants(manifest).ToList();
            places[place % places.Count].ReplaceWith(JsonNode.Parse(junk[choice]));
            var report = await Verify(await Archive(Signed(CanonicalJson.Write(manifest))));
            return report.IsValid == (report.FaultKind is null) && report.FirstFault?.Any(char.IsControl) != true;
        }, iter: 400);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_reported() =>
        Assert.StartsWith("The file cannot be opened", (await PackageVerification.Verify(Path.Combine(Path.GetTempPath(), "no-such-package.zip"))).FirstFault, StringComparison.Ordinal);

    static async Task<VerificationReport> Verify(byte[] package, ECDsa? key = null, IReadOnlyList<LedgerEntry>? ledger = null, byte[]? previous = null)
    {
        using var stream = new MemoryStream(package, writable: false);
        using var earlier = previous is null ? null : new MemoryStream(previous, writable: false);
        return await PackageVerification.Verify(stream, key, ledger, earlier);
    }

    static string? SignatureFault(byte[] signature)
    {
        try
        {
            return ManifestSignature.Read(signature).Fault(Files[^2].Content);
        }
        catch (FormatException fault)
        {
            return fault.Message;
        }
    }

    static async Task<string?> FaultOf(IEnumerable<(string, byte[])> files) => (await Verify(await Archive(files))).FirstFault;

    static List<(string Name, byte[] Content)> FilesOf(byte[] package)
    {
        var reader = new StoredZipReader(new MemoryStream(package));
        return [.. reader.Entries.Select(entry => (entry.Name, reader.ReadAll(entry)))];
    }

    static async Task<byte[]> Archive(IEnumerable<(string Name, byte[] Content)> files)
    {
        using var output = new MemoryStream();
        var archive = new StoredZip(output);
        foreach (var (name, content) in files)
            await archive.Add(name, content);

        await archive.Finish();
        return output.ToArray();
    }

    static IEnumerable<(string Name, byte[] Content)> With(string name, Func<byte[], byte[]> change) => Files.Select(file => file.Name == name ? (name, change(file.Content)) : file);

    /// <summary>The package with another manifest and a proper signature of it: what whoever holds the key could make.</summary>
    static IEnumerable<(string, byte[])> Signed(byte[] manifest) =>
        [.. Files.SkipLast(2), ("manifest.json", manifest), ("manifest.sig", CanonicalJson.Write(ManifestSignature.Of(manifest, Packages.Key)))];

    static IEnumerable<(string, byte[])> Resealed(string name, byte[] content)
    {
        var manifest = JsonNode.Parse(Files[^2].Content)!;
        var file = manifest["files"]!.AsArray().Single(file => file!["path"]!.GetValue<string>() == name)!;
        (file["size"], file["sha256"]) = (content.Length, Measure.Of(content).Sha256);
        return Signed(CanonicalJson.Write(manifest)).Select(entry => entry.Item1 == name ? (name, content) : entry);
    }

    static byte[] Changed(string name, Action<JsonNode> change)
    {
        var node = JsonNode.Parse(Files.Single(file => file.Name == name).Content)!;
        change(node);
        return CanonicalJson.Write(node);
    }

    static PackageFacts Correcting(byte[] package) => new()
    {
        Supersedes = new Supersedes("my-tip-2025-annual.zip", 1, Measure.Of(FilesOf(package)[^2].Content).Sha256, "R01 of PDRM named a wrong circular."),
    };

    static IEnumerable<JsonNode> Descendants(JsonNode node)
    {
        var children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray elements => elements,
            _ => [],
        };
        return children.OfType<JsonNode>().SelectMany(child => Descendants(child).Prepend(child));
    }

    static void Drop(JsonNode manifest, string number)
    {
        var evidence = manifest["evidence"]!.AsArray();
        evidence.Remove(evidence.Single(entry => entry!["number"]!.GetValue<string>() == number));
    }

    static byte[] Replace(byte[] content, string old, string replacement) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content).Replace(old, replacement, StringComparison.Ordinal));

    static byte[] Repacked(CompressionLevel level)
    {
        using var output = new MemoryStream();
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in Files)
            {
                using var entry = archive.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return output.ToArray();
    }

    static byte[] WithLargerS(byte[] der)
    {
        var sequence = new System.Formats.Asn1.AsnReader(der, System.Formats.Asn1.AsnEncodingRules.DER).ReadSequence();
        var (r, s) = (sequence.ReadInteger(), sequence.ReadInteger());
        var order = new System.Numerics.BigInteger(Convert.FromHexString("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"), isUnsigned: true, isBigEndian: true);
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(r);
            writer.WriteInteger(order - s);
        }

        return writer.Encode();
    }
}
