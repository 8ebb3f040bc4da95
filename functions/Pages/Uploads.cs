using Assessment.Access;
using Assessment.Evidence;
using Assessment.Mail;
using Assessment.Register;

namespace Assessment.Pages;

/// <summary>A file on its way: sent ahead of its form in pieces, by whom and how large it is to be.</summary>
[Table("Uploads")]
public sealed record Upload
{
    /// <summary>The link that sends it, then what tells the file: the same file taken up again goes on where it stopped.</summary>
    public required string Id { get; init; }
    public required string CallId { get; init; }
    public required string LinkId { get; init; }
    public required string FileName { get; init; }
    public required long Size { get; init; }
    public required DateTimeOffset At { get; init; }

    public int Pieces => (int)((Size + PageLimits.PieceBytes - 1) / PageLimits.PieceBytes);

    public long SizeOf(int piece) => Math.Min(PageLimits.PieceBytes, Size - ((long)piece * PageLimits.PieceBytes));

    public string NameOf(int piece) => $"{CallId}/{Id}/{piece:00000}";
}

/// <summary>A file that a browser announces.</summary>
public sealed record AnnouncedFile(string Name, long Size, long Changed);

/// <summary>Takes files in pieces and gives them back whole.</summary>
public sealed class Uploads(Register.Register register, Landing landing, TimeProvider clock)
{
    /// <summary>The upload of an announced file, begun now or before, or why it is refused.</summary>
    public async Task<(Upload? Upload, bool IsNew, string? Refusal)> Begin(PersonalLink link, AnnouncedFile file, CancellationToken cancellation)
    {
        if (file.Name.Length is 0 or > 400 || file.Size < 0 || file.Size > PageLimits.Files.MaxSize)
        {
            return (null, false, $"A file has a name of at most 400 characters and at most {PageLimits.Files.MaxSize} bytes.");
        }

        var upload = Of(link, file.Name, file.Size, $"{file.Changed}");
        if (await register.Find<Upload>(link.CallId, upload.Id, cancellation) is { } before)
        {
            return (before, false, null);
        }

        if ((await register.List<Upload>(link.CallId, $"{link.Id}-", cancellation)).Count >= PageLimits.Uploads)
        {
            return (null, false, "Too many files were sent ahead with this link.");
        }

        await register.Insert(link.CallId, upload.Id, upload, cancellation);
        return (upload, true, null);
    }

    public async Task<Upload?> Find(PersonalLink link, string id, CancellationToken cancellation)
        => id.StartsWith($"{link.Id}-", StringComparison.Ordinal) && IsKey(id) ? await register.Find<Upload>(link.CallId, id, cancellation) : null;

    public async Task<bool> HasPiece(Upload upload, int piece, CancellationToken cancellation)
    {
        await using var content = await landing.Open(upload.NameOf(piece), cancellation);
        return content?.Length == upload.SizeOf(piece);
    }

    public async Task<bool> IsComplete(Upload upload, CancellationToken cancellation)
    {
        for (var piece = 0; piece < upload.Pieces; piece++)
        {
            if (!await HasPiece(upload, piece, cancellation))
            {
                return false;
            }
        }

        return true;
    }

    public Task Put(Upload upload, int piece, Stream content, CancellationToken cancellation) => landing.Put(upload.NameOf(piece), content, cancellation);

    /// <summary>A file that came with its form lands like one that was sent ahead of it.</summary>
    public async Task<Upload> Land(PersonalLink link, string form, int number, string fileName, Stream content, CancellationToken cancellation)
    {
        var upload = Of(link, fileName, content.Length, $"{form}/{number}");
        await register.Insert(link.CallId, upload.Id, upload, cancellation);
        for (var piece = 0; piece < upload.Pieces; piece++)
        {
            content.Position = (long)piece * PageLimits.PieceBytes;
            await landing.Put(upload.NameOf(piece), new LimitedStream(content, upload.SizeOf(piece)), cancellation);
        }

        return upload;
    }

    /// <summary>The whole file, read from its pieces.</summary>
    public Stream Open(Upload upload) => new PieceStream(upload.Pieces, async (piece, cancellation) => await landing.Open(upload.NameOf(piece), cancellation)
        ?? throw new FileNotFoundException($"Piece {piece} of {upload.Id} has not arrived."));

    Upload Of(PersonalLink link, string fileName, long size, string what) => new()
    {
        Id = $"{link.Id}-{ThreadKey.Of($"{link.Address}\n{fileName}\n{size}\n{what}")[..24]}",
        CallId = link.CallId,
        LinkId = link.Id,
        FileName = fileName,
        Size = size,
        At = clock.GetUtcNow(),
    };

    static bool IsKey(string id) => id.Length <= 150 && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
}

/// <summary>At most so many bytes of a stream, from where it stands.</summary>
sealed class LimitedStream(Stream inner, long length) : Stream
{
    long read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => read;
        set => throw new NotSupportedException("It is read once, from where it stands.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var more = await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, length - read)], cancellationToken);
        read += more;
        return more;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("It is read once, from where it stands.");

    public override void SetLength(long value) => throw new NotSupportedException("It is only read.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is only read.");
}
