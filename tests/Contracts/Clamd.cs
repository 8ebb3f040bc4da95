using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Assessment.Host.Sandbox;

namespace Assessment.Tests.Contracts;

/// <summary>
/// A server that speaks clamd's INSTREAM: pieces behind their lengths, an end without length, one line back. It answers as clamd does about the test file,
/// and refuses what is longer than its limit.
/// </summary>
sealed class Clamd : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource stopping = new();
    readonly Func<byte[], Task<string?>> answer;
    readonly long limit;
    readonly Task serving;

    Clamd(Func<byte[], Task<string?>> answer, long limit)
    {
        this.answer = answer;
        this.limit = limit;
        listener.Start();
        serving = Serve();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>The pieces of the last file, by length.</summary>
    public IReadOnlyList<int> Pieces { get; private set; } = [];

    public static Clamd Start(long limit = 25 * 1024 * 1024) => new(
        async content => await LocalScan.IsFoundIn(content) ? $"stream: {LocalScan.Malware} FOUND" : "stream: OK", limit);

    /// <summary>A server that says always the same; nothing for null, until the client gives up.</summary>
    public static Clamd Saying(string? line) => new(_ => Task.FromResult(line), long.MaxValue);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await serving;
        stopping.Dispose();
    }

    async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stopping.Token);
                await using var connection = client.GetStream();
                await Answer(connection);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or ObjectDisposedException or SocketException)
        {
            // The test is over, or its client went away.
        }
    }

    async Task Answer(NetworkStream connection)
    {
        var command = new byte["zINSTREAM\0".Length];
        await connection.ReadExactlyAsync(command, stopping.Token);
        Assert.Equal("zINSTREAM\0", Encoding.ASCII.GetString(command));
        var line = await Receive(connection) is { } content ? await answer(content) : "INSTREAM size limit exceeded. ERROR";
        if (line is null)
        {
            // Reads until the client has had enough and closes.
            _ = await connection.ReadAsync(new byte[1], stopping.Token);
            return;
        }

        await connection.WriteAsync(Encoding.UTF8.GetBytes(line + '\0'), stopping.Token);
    }

    async Task<byte[]?> Receive(NetworkStream connection)
    {
        var (length, content, pieces) = (new byte[4], new MemoryStream(), new List<int>());
        while (true)
        {
            await connection.ReadExactlyAsync(length, stopping.Token);
            if (BinaryPrimitives.ReadInt32BigEndian(length) is not (> 0 and var size))
            {
                Pieces = pieces;
                return content.ToArray();
            }

            if (content.Length + size > limit)
            {
                return null;
            }

            var piece = new byte[size];
            await connection.ReadExactlyAsync(piece, stopping.Token);
            content.Write(piece);
            pieces.Add(size);
        }
    }
}
