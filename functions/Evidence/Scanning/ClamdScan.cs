using System.Buffers;
using System.Buffers.Binary;
using System.ComponentModel.DataAnnotations;
using System.Net.Sockets;
using System.Text;

namespace Assessment.Evidence;

/// <summary>Where ClamAV's daemon listens: settings Assessment__Scan__NAME.</summary>
public sealed class ClamdOptions
{
    public const string Section = "Assessment:Scan";
    public const int UsualPort = 3310;

    /// <summary>HOST or HOST:PORT, inside the same network: the protocol has no encryption and lets anybody in.</summary>
    [Required]
    public string Clamd { get; set; } = "";

    /// <summary>How long clamd may take to answer a connection, to take a piece, and to give its verdict.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(1);

    public (string Host, int Port) Address => Clamd.LastIndexOf(':') is var colon and > 0 && int.TryParse(Clamd.AsSpan(colon + 1), out var port)
        ? (Clamd[..colon], port)
        : (Clamd, UsualPort);
}

/// <summary>ClamAV by its daemon: the file goes over in pieces (INSTREAM), the verdict comes back as a line. While nobody answers there is no verdict yet.</summary>
public sealed class ClamdScan(ClamdOptions options, EvidencePlaces places) : IMalwareScan
{
    const int PieceBytes = 64 * 1024;
    const int LongestAnswer = 4096;

    static readonly byte[] Command = "zINSTREAM\0"u8.ToArray();

    public async Task<ScanVerdict> Look(LandedFile file, CancellationToken cancellation = default)
    {
        await using var content = await places.Landing.Open(file.Name, cancellation);
        try
        {
            using var client = new TcpClient();
            var (host, port) = options.Address;
            await Patiently(token => client.ConnectAsync(host, port, token), cancellation);
            await using var connection = client.GetStream();
            return ClamdAnswer.Verdict(await Ask(connection, content, cancellation));
        }
        catch (Exception fault) when (fault is SocketException or IOException or TimeoutException && !cancellation.IsCancellationRequested)
        {
            return ScanVerdict.NotYet($"clamd at {options.Clamd}: {fault.Message}");
        }
    }

    /// <summary>clamd may answer before it has everything, because it refuses more; what it said then counts.</summary>
    async Task<string> Ask(NetworkStream connection, Stream content, CancellationToken cancellation)
    {
        try
        {
            await Send(connection, content, cancellation);
        }
        catch (IOException) when (connection.Socket.Poll(0, SelectMode.SelectRead))
        {
            return await Answer(connection, cancellation);
        }

        return await Answer(connection, cancellation);
    }

    async Task Send(NetworkStream connection, Stream content, CancellationToken cancellation)
    {
        await Patiently(token => connection.WriteAsync(Command, token), cancellation);
        var buffer = ArrayPool<byte>.Shared.Rent(sizeof(uint) + PieceBytes);
        try
        {
            int length;
            do
            {
                length = await content.ReadAtLeastAsync(buffer.AsMemory(sizeof(uint), PieceBytes), PieceBytes, throwOnEndOfStream: false, cancellation);
                await Put(connection, buffer, length, cancellation);
            }
            while (length > 0);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A piece goes behind its length; no length ends the file.</summary>
    Task Put(NetworkStream connection, byte[] buffer, int length, CancellationToken cancellation)
    {
        BinaryPrimitives.WriteUInt32BigEndian(buffer, (uint)length);
        return Patiently(token => connection.WriteAsync(buffer.AsMemory(0, sizeof(uint) + length), token), cancellation);
    }

    async Task<string> Answer(NetworkStream connection, CancellationToken cancellation)
    {
        var answer = new byte[LongestAnswer];
        var length = 0;
        while (length < answer.Length && !answer.AsSpan(0, length).Contains((byte)0))
        {
            var read = 0;
            await Patiently(async token => read = await connection.ReadAsync(answer.AsMemory(length), token), cancellation);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return Encoding.UTF8.GetString(answer, 0, length).TrimEnd('\0', '\n');
    }

    async Task Patiently(Func<CancellationToken, ValueTask> act, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(options.Patience);
        try
        {
            await act(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {options.Patience}");
        }
    }
}

/// <summary>The lines that clamd answers with.</summary>
public static class ClamdAnswer
{
    const string Found = " FOUND";

    /// <summary>"stream: OK", "stream: NAME FOUND", or what went wrong. An answer that breaks off is none.</summary>
    public static ScanVerdict Verdict(string answer)
    {
        var said = answer.StartsWith("stream: ", StringComparison.Ordinal) ? answer["stream: ".Length..] : answer;
        return said switch
        {
            "" => ScanVerdict.NotYet("clamd broke off without an answer."),
            "OK" => ScanVerdict.Clean,
            _ when said.EndsWith(Found, StringComparison.Ordinal) => ScanVerdict.Malicious(said[..^Found.Length]),
            _ => ScanVerdict.NotScanned($"clamd: {said}"),
        };
    }
}
