using System.IO.Compression;
using Assessment.Submission;
using CsCheck;

namespace Assessment.Tests.Submission;

public class StoredZipTests
{
    [Fact]
    public async Task An_archive_has_exactly_these_bytes()
    {
        var archive = await Archive(("a.txt", "hello"u8.ToArray()));

        Assert.Equal(
            "504b03041400000800000000210086a610360500000005000000050000" + "00612e747874" + "68656c6c6f"
            + "504b010214001400000800000000210086a61036050000000500000005000000000000000000000000000000" + "0000612e747874"
            + "504b0506000000000100010033000000280000000000",
            Convert.ToHexStringLower(archive));
    }

    [Fact]
    public async Task The_NET_library_reads_it()
    {
        using var archive = new ZipArchive(new MemoryStream(await Archive(("one.bin", [1, 2, 3]), ("folder/zwei-ü.txt", []))), ZipArchiveMode.Read);

        Assert.Equal(["one.bin", "folder/zwei-ü.txt"], archive.Entries.Select(entry => entry.FullName));
        using var copy = new MemoryStream();
        await archive.Entries[0].Open().CopyToAsync(copy);
        Assert.Equal([1, 2, 3], copy.ToArray());
    }

    [Fact]
    public Task Every_archive_reads_back_and_is_canonical() => Gen.Byte.Array[0, 300].Array[0, 8].SampleAsync(async contents =>
    {
        var files = contents.Select((content, index) => ($"folder/file-{index}", content)).ToArray();
        var reader = new StoredZipReader(new MemoryStream(await Archive(files)));

        return reader.Entries.Select(entry => entry.Name).SequenceEqual(files.Select(file => file.Item1))
            && reader.Entries.Zip(contents).All(pair => reader.ReadAll(pair.First).AsSpan().SequenceEqual(pair.Second))
            && await reader.IsCanonical();
    });

    [Theory]
    [InlineData("../up.txt")]
    [InlineData("/root.txt")]
    [InlineData("a//b.txt")]
    [InlineData("a/./b.txt")]
    [InlineData("folder/")]
    [InlineData("C:\\windows.txt")]
    [InlineData("c:drive.txt")]
    [InlineData("line\nfeed.txt")]
    [InlineData("")]
    public async Task A_name_that_leads_elsewhere_is_refused(string name) =>
        await Assert.ThrowsAsync<InvalidDataException>(() => Archive((name, [])));

    [Fact]
    public async Task A_name_is_used_once_only() => await Assert.ThrowsAsync<InvalidDataException>(() => Archive(("a", []), ("a", [])));

    [Fact]
    public async Task Four_gigabytes_are_refused_with_a_sentence_before_anything_is_read()
    {
        var archive = new StoredZip(Stream.Null);
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => archive.Add("large", new Measure(4L << 30, 0, ""), new MemoryStream()));

        Assert.Equal("The archive would be 4 GB or more; leave out the largest files and hand them in separately.", fault.Message);
    }

    [Fact]
    public async Task Content_that_changes_between_measuring_and_writing_is_refused()
    {
        var archive = new StoredZip(Stream.Null);
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => archive.Add("a.txt", Measure.Of("before"u8.ToArray()), new MemoryStream("after!"u8.ToArray())));

        Assert.Equal("a.txt changed while it was being read.", fault.Message);
    }

    static async Task<byte[]> Archive(params (string Name, byte[] Content)[] files)
    {
        using var output = new MemoryStream();
        var archive = new StoredZip(output);
        foreach (var (name, content) in files)
            await archive.Add(name, content);

        await archive.Finish();
        return output.ToArray();
    }
}
