using MimeKit;

namespace Assessment.Mail;

/// <summary>A mail address as a person wrote it into a field.</summary>
public static class WrittenAddress
{
    /// <summary>True for one bare address with a domain: name@agency.example.</summary>
    public static bool IsOne(string text)
        => MailboxAddress.TryParse(text, out var address) && address.Address == text && text.LastIndexOf('@') is > 0 and var at && at < text.Length - 1;
}
