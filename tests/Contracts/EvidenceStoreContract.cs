using System.Security.Cryptography;
using System.Text;
using Assessment.Evidence;

namespace Assessment.Tests.Contracts;

/// <summary>What every evidence store does, whatever it is made of.</summary>
public abstract class EvidenceStoreContract
{
    const int Megabyte = 1024 * 1024;

    protected abstract IEvidenceStore Store { get; }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(4 * Megabyte - 1)]
    [InlineData(4 * Megabyte)]
    [InlineData(4 * Megabyte + 1)]
    [InlineData(9 * Megabyte)]
    public async Task Content_of_any_size_comes_back_byte_for_byte(int size)
    {
        var content = Bytes(size, seed: 1);

        var stored = await Put("R01/report.pdf", content);

        Assert.Equal(new StoredContent(Sha256(content), size), stored);
        Assert.Equal(Sha256(content), Sha256(await Get("R01/report.pdf")));
    }

    [Fact]
    public async Task The_hash_is_the_one_that_everybody_knows()
        => Assert.Equal(
            new StoredContent("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 3),
            await Put("abc.txt", "abc"u8.ToArray()));

    [Theory]
    [InlineData(10, 20)]
    [InlineData(9 * Megabyte, 20)]
    [InlineData(10, 9 * Megabyte)]
    public async Task The_first_content_of_a_name_wins(int first, int second)
    {
        var content = Bytes(first, seed: 1);
        var stored = await Put("R01/report.pdf", content);

        Assert.Equal(stored, await Put("R01/report.pdf", Bytes(second, seed: 2)));
        Assert.Equal(Sha256(content), Sha256(await Get("R01/report.pdf")));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(6 * Megabyte)]
    public async Task Of_parallel_contents_of_one_name_one_is_stored_whole_and_all_are_told_which(int size)
    {
        var contents = Enumerable.Range(0, 4).Select(seed => Bytes(size + seed, seed)).ToArray();

        var stored = await Task.WhenAll(contents.Select(content => Task.Run(() => Put("R01/report.pdf", content))));

        Assert.Single(stored.Distinct());
        Assert.Contains(stored[0].Sha256, contents.Select(Sha256));
        Assert.Equal(stored[0].Sha256, Sha256(await Get("R01/report.pdf")));
    }

    [Fact]
    public async Task Content_that_breaks_off_leaves_nothing_behind()
    {
        await using var broken = new BrokenStream(6 * Megabyte);
        await Assert.ThrowsAsync<IOException>(() => Store.Store("R01/report.pdf", broken));
        await Assert.ThrowsAsync<FileNotFoundException>(() => Store.Open("R01/report.pdf"));

        Assert.Equal(Sha256("whole"u8.ToArray()), (await Put("R01/report.pdf", "whole"u8.ToArray())).Sha256);
    }

    [Fact]
    public async Task Content_is_read_once_from_front_to_end()
    {
        var content = Bytes(5 * Megabyte, seed: 1);
        await using var once = new DrippingStream(content);

        Assert.Equal(new StoredContent(Sha256(content), content.Length), await Store.Store("dripping.bin", once));
    }

    [Fact]
    public async Task Opening_a_name_that_was_never_stored_fails_with_that_name()
    {
        await Put("R01/report.pdf", [1]);

        foreach (var missing in new[] { "R01/other.pdf", "R02/report.pdf", "R01", "report.pdf" })
        {
            var failure = await Assert.ThrowsAsync<FileNotFoundException>(() => Store.Open(missing));
            Assert.Equal(missing, failure.FileName);
            Assert.Contains($"'{missing}'", failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a.pdf")]
    [InlineData("my-tip-2025/annual/pdrm/R01/laporan akhir.pdf")]
    [InlineData("R01/laporan “akhir” – 人口贩运 👩.pdf")]
    [InlineData("R01/100% #1 ?a=b&c+d.pdf")]
    [InlineData("R01/%2e%2e.pdf")]
    [InlineData(".hidden/..name")]
    public async Task Names_have_folders_and_any_alphabet(string name)
    {
        await Put(name, Encoding.UTF8.GetBytes(name));
        Assert.Equal(name, Encoding.UTF8.GetString(await Get(name)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("../a.pdf")]
    [InlineData("R01/../../a.pdf")]
    [InlineData("R01/./a.pdf")]
    [InlineData("R01//a.pdf")]
    [InlineData("R01/")]
    [InlineData("R01/a.")]
    [InlineData("R01 /a.pdf")]
    [InlineData("R01\\a.pdf")]
    [InlineData("R01/a\n.pdf")]
    [InlineData("R01/a\0.pdf")]
    public async Task Names_that_lead_elsewhere_are_refused(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Put(name, [1]));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Open(name));
    }

    [Fact]
    public async Task Names_that_are_too_long_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Put(new string('a', 251), [1]));
        await Assert.ThrowsAsync<ArgumentException>(() => Put(string.Join('/', Enumerable.Repeat("folder", 129)), [1]));
        await Put(new string('a', 250), [1]);
    }

    async Task<StoredContent> Put(string name, byte[] content)
    {
        using var stream = new MemoryStream(content);
        return await Store.Store(name, stream);
    }

    async Task<byte[]> Get(string name)
    {
        await using var stream = await Store.Open(name);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }

    protected static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    static byte[] Bytes(int size, int seed)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Only forward, a few bytes at a time, as from a network.</summary>
    class DrippingStream(byte[] content) : Stream
    {
        int position;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var length = Math.Min(Math.Min(count, 7_919), content.Length - position);
            content.AsSpan(position, length).CopyTo(buffer.AsSpan(offset));
            position += length;
            return length > 0 ? length : End();
        }

        protected virtual int End() => 0;

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    sealed class BrokenStream(int size) : DrippingStream(new byte[size])
    {
        protected override int End() => throw new IOException("The line is down.");
    }
}
