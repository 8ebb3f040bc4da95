using System.Buffers;

namespace Assessment.Evidence;

/// <summary>Looks for bytes in content of any size with a small buffer.</summary>
static class ByteSearch
{
    const int BufferSize = 64 * 1024;

    /// <summary>Calls back for each occurrence with what follows it, at most <paramref name="context"/> bytes.</summary>
    public static void ForEach(Stream content, byte first, int context, Func<ReadOnlySpan<byte>, bool> isDone)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            content.Position = 0;
            var kept = 0;
            while (true)
            {
                var read = content.ReadAtLeast(buffer.AsSpan(kept, BufferSize - kept), BufferSize - kept, throwOnEndOfStream: false);
                var isLast = kept + read < BufferSize;
                var window = buffer.AsSpan(0, kept + read);
                var until = isLast ? window.Length : window.Length - context;
                if (Visit(window, until, first, context, isDone) || isLast)
                {
                    return;
                }

                window[until..].CopyTo(buffer);
                kept = window.Length - until;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The last bytes of content, and where they begin.</summary>
    public static (byte[] Bytes, long At) Tail(Stream content, int length)
    {
        var at = Math.Max(0, content.Length - length);
        content.Position = at;
        var bytes = new byte[content.Length - at];
        content.ReadExactly(bytes);
        return (bytes, at);
    }

    static bool Visit(ReadOnlySpan<byte> window, int until, byte first, int context, Func<ReadOnlySpan<byte>, bool> isDone)
    {
        for (var at = 0; at < until; at++)
        {
            var next = window[at..until].IndexOf(first);
            if (next < 0)
            {
                return false;
            }

            at += next;
            if (isDone(window.Slice(at, Math.Min(context, window.Length - at))))
            {
                return true;
            }
        }

        return false;
    }
}
