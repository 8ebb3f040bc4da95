using MimeKit;

namespace Assessment.Mail;

/// <summary>What a mail system reports of a mail of ours: who did not get it, and which mail it was (RFC 3464).</summary>
public sealed record DeliveryReport
{
    public IReadOnlyList<FailedRecipient> Failed { get; init; } = [];

    /// <summary>Message-IDs, with angle brackets, by which the mail that failed may be found.</summary>
    public IReadOnlyList<string> Originals { get; init; } = [];

    static readonly ParserOptions Options = new() { MaxMimeDepth = 30 };

    /// <summary>Reads a report as it came over the wire; what is no report gives an empty one.</summary>
    public static DeliveryReport Read(Stream raw)
    {
        try
        {
            return Read(MimeMessage.Load(Options, raw));
        }
        catch (FormatException)
        {
            return new DeliveryReport();
        }
    }

    static DeliveryReport Read(MimeMessage message)
    {
        var parts = Parts(message.Body, 0).ToList();
        var failed = parts.OfType<MessageDeliveryStatus>().SelectMany(status => status.StatusGroups).Select(Failure).OfType<FailedRecipient>().ToList();
        if (failed.Count == 0)
        {
            failed.AddRange((message.Headers["X-Failed-Recipients"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(address => new FailedRecipient(address, "")));
        }

        return new DeliveryReport
        {
            Failed = [.. failed.DistinctBy(recipient => recipient.Address, StringComparer.OrdinalIgnoreCase)],
            Originals = [.. OriginalsIn(message, parts).Distinct(StringComparer.Ordinal)],
        };
    }

    static IEnumerable<MimeEntity> Parts(MimeEntity? entity, int depth)
    {
        if (entity is null || depth > 30)
        {
            yield break;
        }

        yield return entity;
        foreach (var part in entity is Multipart parts ? parts.SelectMany(child => Parts(child, depth + 1)) : [])
        {
            yield return part;
        }
    }

    /// <summary>A group of a report that says an address failed; delayed and relayed mails are still on their way.</summary>
    static FailedRecipient? Failure(HeaderList group)
    {
        var recipient = group["Final-Recipient"] ?? group["Original-Recipient"];
        return recipient is not null && string.Equals(group["Action"]?.Trim(), "failed", StringComparison.OrdinalIgnoreCase)
            ? new FailedRecipient(AddressIn(recipient), Reason(group))
            : null;
    }

    /// <summary>"rfc822; somebody@example.org" or "rfc822;&lt;somebody@example.org&gt;".</summary>
    static string AddressIn(string recipient) => recipient[(recipient.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim().Trim('<', '>');

    static string Reason(HeaderList group) => string.Join(": ", new[] { group["Status"], group["Diagnostic-Code"] }.OfType<string>().Select(text => text.Trim()).Where(text => text.Length > 0));

    static IEnumerable<string> OriginalsIn(MimeMessage report, IReadOnlyList<MimeEntity> parts)
    {
        var inside = parts.OfType<MessagePart>().Select(part => part.Message?.MessageId)
            .Concat(parts.OfType<TextPart>().Where(part => part.ContentType.IsMimeType("text", "rfc822-headers")).Select(IdInHeaders));
        return inside.Concat([report.InReplyTo]).Concat(report.References).OfType<string>().Where(id => id.Length > 0).Select(id => $"<{id.Trim('<', '>')}>");
    }

    static string? IdInHeaders(TextPart part)
    {
        using var headers = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(part.Text.Trim() + "\r\n\r\n"));
        return MimeMessage.Load(Options, headers).MessageId;
    }
}

public sealed record FailedRecipient(string Address, string Reason);
