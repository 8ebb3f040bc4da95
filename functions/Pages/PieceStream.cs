namespace Assessment.Pages;

/// <summary>Pieces one after the other as one stream, each opened when its turn comes.</summary>
sealed class PieceStream(int count, Func<int, CancellationToken, Task<Stream>> open) : Stream
{
    Stream? current;
    int next;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("The pieces are read once, from the beginning.");

    public override long Position
    {
        get => throw new NotSupportedException("The pieces are read once, from the beginning.");
        set => throw new NotSupportedException("The pieces are read once, from the beginning.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            if (current is null)
            {
                if (next == count)
                {
                    return 0;
                }

                current = await open(next++, cancellationToken);
            }

            if (await current.ReadAsync(buffer, cancellationToken) is var read and > 0)
            {
                return read;
            }

            await current.DisposeAsync();
            current = null;
        }

        return 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Pieces are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("The pieces are read once, from the beginning.");

    public override void SetLength(long value) => throw new NotSupportedException("The pieces are only read.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The pieces are only read.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            current?.Dispose();
        }

        base.Dispose(disposing);
    }
}
