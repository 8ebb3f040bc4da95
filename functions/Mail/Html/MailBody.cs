using Assessment.Cycle;

namespace Assessment.Mail;

/// <summary>What a mail says, as plain text and as a page; both from the same pieces.</summary>
public sealed record MailBody(string Text, string Html)
{
    public static MailBody Of(Plan plan, Language language, string key, params (string Name, MailValue Value)[] values)
    {
        var blocks = MailTemplate.Fill(language, key, values);
        return new MailBody(PlainMail.Write(blocks), HtmlMail.Write(Letterhead.Of(plan, language), blocks));
    }
}

/// <summary>Who writes: the name above each mail and the address below it.</summary>
public sealed record Letterhead(Language Language, string Name, string Mailbox)
{
    public static Letterhead Of(Plan plan, Language language)
    {
        var secretariat = plan.Organisation(plan.Cycle.Secretariat);
        return new Letterhead(language, language == Language.Ms ? secretariat.NameMs ?? secretariat.Name : secretariat.Name, plan.Cycle.Mailbox);
    }
}
