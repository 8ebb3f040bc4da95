using System.Text.Json;
using Assessment.Access;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Mail;
using Assessment.Register;

namespace Assessment.Pages;

/// <summary>A form as it was sent: its token, what its fields say, and its files, which have landed.</summary>
public sealed record SentForm(FormToken Token, IReadOnlyDictionary<string, string> Values, IReadOnlyList<Upload> Files);

/// <summary>Takes what a page sends the way that mailed replies take: one reply, filed at the desk.</summary>
public sealed class PageDesk(EvidenceDesk desk, Uploads uploads, PersonalLinks links)
{
    /// <summary>Files a reply, and gives back its key and the instance to wake. The same form sent twice is one reply.</summary>
    public async Task<(string Key, string Instance)> File(PageContext page, SentForm form, IReadOnlyList<ReadItem> items, string? filesFor, CancellationToken cancellation)
    {
        var original = JsonSerializer.SerializeToUtf8Bytes(Original(form, filesFor), RegisterJson.Options);
        var id = $"page-{ThreadKey.Of($"{page.Link.Address}\n{form.Token.Number}\n{Convert.ToBase64String(original)}")}";
        var reply = new IncomingReply
        {
            Channel = ReplyChannel.Page,
            MessageId = id,
            InternetMessageId = page.Call.LetterId ?? "",
            From = new MailAddress(page.Opened.Person.Name, page.Opened.Person.Email),
            Subject = Subject(page, items),
            ReceivedAt = page.Now,
            Form = items,
            Files = [.. form.Files.Select(upload => new IncomingFile(upload.FileName, _ => Task.FromResult(uploads.Open(upload)), filesFor))],
            Original = IncomingFile.Ours("page.json", original),
            Policy = PageLimits.Files,
        };
        var codes = items.Count == 0 ? "files" : string.Join(", ", items.Select(item => item.Code));
        await links.Note(page.Link, "LinkUsed", $"sent-{ThreadKey.Of(id)[..12]}", $"{page.Opened.Person.Name} sent {codes} with {form.Files.Count} files on the page.", cancellation);
        return (ThreadKey.Of(id), await desk.File(page.Call.Id, reply, cancellation));
    }

    static object Original(SentForm form, string? filesFor) => new
    {
        FilesFor = filesFor,
        Values = new SortedDictionary<string, string>(form.Values.Where(value => value.Value.Length > 0).ToDictionary(), StringComparer.Ordinal),
        Files = form.Files.Select(file => new { file.Id, file.FileName, file.Size }),
    };

    static string Subject(PageContext page, IReadOnlyList<ReadItem> items) => items.Count == 0
        ? page.Words["reply-subject-files"]
        : page.Words.Fill("reply-subject", ("codes", string.Join(", ", items.Select(item => item.Code))));
}
