using System.Net.Http.Headers;
using Assessment.Evidence;
using Microsoft.Graph.Models;
using Microsoft.Graph.Users.Item.Messages.Item.Attachments.CreateUploadSession;

namespace Assessment.Mail.Graph;

/// <summary>Puts files into a draft: small ones in one request, larger ones piece by piece.</summary>
sealed class GraphAttachments(GraphConnection graph, IEvidenceStore store)
{
    /// <summary>As base64 it must fit into a request of 4 MiB.</summary>
    const int Small = 3_000_000;

    /// <summary>Pieces must be smaller than 4 MiB.</summary>
    const int Piece = 12 * 320 * 1024;

    /// <summary>Adds what the draft does not hold yet.</summary>
    public async Task Add(string messageId, IReadOnlyList<MailAttachment> files, bool isNew, CancellationToken cancellation)
    {
        IReadOnlySet<string> there = isNew || files.Count == 0 ? new HashSet<string>() : await Names(messageId, cancellation);
        foreach (var file in files.Where(file => !there.Contains(file.FileName)))
        {
            await using var content = await store.Open(file.StoredName, cancellation);
            await Add(messageId, file, content, cancellation);
        }
    }

    async Task Add(string messageId, MailAttachment file, Stream content, CancellationToken cancellation)
    {
        var start = new byte[Small + 1];
        var length = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation);
        if (length <= Small)
        {
            var attachment = new FileAttachment { OdataType = "#microsoft.graph.fileAttachment", Name = file.FileName, ContentType = file.MediaType, ContentBytes = start[..length] };
            await graph.Mailbox.Messages[messageId].Attachments.PostAsync(attachment, cancellationToken: cancellation);
        }
        else
        {
            await AddLarge(messageId, file, start, content, cancellation);
        }
    }

    /// <summary>The session wants the whole size first, which a stream from the store need not tell.</summary>
    async Task AddLarge(string messageId, MailAttachment file, byte[] start, Stream rest, CancellationToken cancellation)
    {
        await using var whole = TemporaryCopy.Open();
        await whole.WriteAsync(start, cancellation);
        await rest.CopyToAsync(whole, cancellation);
        whole.Position = 0;

        var item = new AttachmentItem { AttachmentType = AttachmentType.File, Name = file.FileName, ContentType = file.MediaType, Size = whole.Length };
        var session = await graph.Mailbox.Messages[messageId].Attachments.CreateUploadSession
            .PostAsync(new CreateUploadSessionPostRequestBody { AttachmentItem = item }, cancellationToken: cancellation);
        var address = new Uri(session?.UploadUrl ?? throw new InvalidOperationException("The mailbox opened an upload session without an address."));
        var piece = new byte[Piece];
        while (whole.Position < whole.Length)
        {
            var from = whole.Position;
            var count = await whole.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellation);
            await Put(address, piece.AsMemory(0, count), new ContentRangeHeaderValue(from, from + count - 1, whole.Length), cancellation);
        }
    }

    async Task Put(Uri address, ReadOnlyMemory<byte> piece, ContentRangeHeaderValue range, CancellationToken cancellation)
    {
        using var content = new ReadOnlyMemoryContent(piece);
        content.Headers.ContentRange = range;
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await graph.Http.PutAsync(address, content, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    async Task<IReadOnlySet<string>> Names(string messageId, CancellationToken cancellation)
    {
        var found = await graph.Mailbox.Messages[messageId].Attachments.GetAsync(request => request.QueryParameters.Select = ["id", "name"], cancellation);
        return (found?.Value ?? []).Select(attachment => attachment.Name).OfType<string>().ToHashSet(StringComparer.Ordinal);
    }
}

/// <summary>A file that goes when it is closed: an attachment can be larger than memory should be.</summary>
static class TemporaryCopy
{
    public static FileStream Open() => new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
}
