using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Mail;

namespace Assessment.Evidence.Figures;

/// <summary>The form as a file: attached to the mails that ask for figures, and read when it comes back.</summary>
public static class FormFiles
{
    /// <summary>The form that a mail carries, under a name that derives from the mail's key; none where no figure is asked for.</summary>
    public static IReadOnlyList<MailAttachment> For(RoundInPlan round, DataCall call, IReadOnlyList<Item> items, string mailKey, Language language) =>
        items.Any(item => AskedFigures.Of(round, item.Code, call.Organisation).Count > 0)
            ? [new MailAttachment(Texts.Fill(language, "form-file", ("call", call.Id)), FigureForm.MediaType, $"{call.Id}/forms/{mailKey}.xlsx")]
            : [];

    /// <summary>Writes the form that a mail carries into the store, before the mail goes out. The same mail has the same form, so a second writing changes nothing.</summary>
    public static async Task Write(IEvidenceStore store, OutgoingMail mail, FormRequest request, Language language, CancellationToken cancellation)
    {
        foreach (var attachment in mail.Attachments.Where(attachment => attachment.MediaType == FigureForm.MediaType))
        {
            using var form = new MemoryStream();
            await FigureForm.Write(request, language, form, cancellation);
            form.Position = 0;
            await store.Store(attachment.StoredName, form, cancellation);
        }
    }

    /// <summary>Tells the forms of this app from all other files: they carry answers, and are no evidence.</summary>
    public static async Task<ReturnedForms> Read(IEvidenceStore store, IReadOnlyList<EvidenceFile> files, FormRequest expected, CancellationToken cancellation)
    {
        var (forms, readings) = (new List<EvidenceFile>(), new List<FormReading>());
        foreach (var file in files.Where(file => file.MediaType == FigureForm.MediaType))
        {
            await using var content = await store.Open(file.Name, cancellation);
            if (await FigureForm.Read(content, expected, cancellation) is { IsOurForm: true } reading)
            {
                forms.Add(file);
                readings.Add(reading);
            }
        }

        return new ReturnedForms(forms, readings.Count == 0 ? null : FormAnswers.Together(readings));
    }
}

/// <summary>The forms among the files of a mail, and what they say together; null where there is none.</summary>
public sealed record ReturnedForms(IReadOnlyList<EvidenceFile> Files, FormReading? Reading);
