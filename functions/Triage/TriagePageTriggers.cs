using Assessment.Access;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Durable;
using Assessment.Mail;
using Assessment.Pages;
using Assessment.Review;
using Assessment.Teams;
using Assessment.Turnover;
using Assessment.Web;
using Assessment.Web.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Assessment.Triage;

/// <summary>The secretariat's page of what waits for it. GET shows; POST decides, and only with the token of a form that the page showed to the same person.</summary>
public sealed class TriagePageTriggers(
    TriageDesk desk, CardDesk cards, Callers callers, PlanStore plans, OpenCalls calls, IMailbox mailbox, Register.Register register, PersonalLinkKeys keys, TimeProvider clock)
{
    const string Root = "desk/{cycleId}";

    [Function(nameof(ShowTriage))]
    [Allow(Who.People)]
    public Task<IResult> ShowTriage([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Root)] HttpRequest request, string cycleId, CancellationToken cancellation)
        => Open(request, cycleId, async page =>
        {
            var done = request.Query["done"].ToString() is { Length: > 0 } key ? await desk.Decided(cycleId, key, cancellation) : null;
            return await Page<TriagePage>(TriageView.List(page, await desk.Open(cycleId, page.Language, cancellation), done));
        });

    [Function(nameof(ShowTask))]
    [Allow(Who.People)]
    public Task<IResult> ShowTask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Root + "/{taskId}")] HttpRequest request, string cycleId, string taskId, CancellationToken cancellation)
        => OpenTask(request, cycleId, taskId, (page, task) => Show(page, task, null, [], StatusCodes.Status200OK, cancellation));

    [Function(nameof(DecideOnPage))]
    [Allow(Who.People)]
    public Task<IResult> DecideOnPage(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Root + "/{taskId}")] HttpRequest request, string cycleId, string taskId, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
        => OpenTask(request, cycleId, taskId, async (page, task) =>
        {
            var values = await TriageForm.Read(request, cancellation);
            var (pressed, errors) = TriageForm.Decide(task, values, page.Words);
            if (!page.IsMine(taskId, values.GetValueOrDefault(Fields.Token)))
            {
                errors = [new FieldError(TriageFields.Choice, page.Words["error-form"])];
            }

            if (pressed is null || errors.Count > 0)
            {
                return await Show(page, task, values, errors, StatusCodes.Status422UnprocessableEntity, cancellation);
            }

            var press = await cards.Press(cycleId, taskId, page.Person.Id, pressed, cancellation);
            if (press.Instance is null)
            {
                return press.Standing is { } standing
                    ? await Page<NoticePage>(TriageView.Decided(page, standing), StatusCodes.Status409Conflict)
                    : await Show(page, task, values, [TriageForm.Refused(pressed, page.Words, press.Refusal)], StatusCodes.Status422UnprocessableEntity, cancellation);
            }

            await client.RaiseEventAsync(press.Instance, nameof(News), new News(taskId), cancellation);
            return new SeeOther(page.At("", $"done={Uri.EscapeDataString(taskId)}"));
        });

    async Task<IResult> Show(TriageContext page, TriageTask task, IReadOnlyDictionary<string, string>? values, IReadOnlyList<FieldError> errors, int status, CancellationToken cancellation)
    {
        var asked = task.Choices.Any(choice => choice.Target is TargetKind.Call or TargetKind.Items) ? await Calls(page.Plan, cancellation) : [];
        return await Page<TriageTaskPage>(TriageView.Task(page, task, await Read(task, cancellation), asked, values, errors), status);
    }

    /// <summary>Every data call that went out: a mail may belong to one that has closed.</summary>
    async Task<IReadOnlyList<TriageCall>> Calls(Plan plan, CancellationToken cancellation)
    {
        var sent = new List<TriageCall>();
        foreach (var (round, call) in await calls.Sent(plan, cancellation))
        {
            var items = await register.List<Item>(call.Id, cancellation: cancellation);
            sent.Add(new TriageCall(call.Id, call.Organisation, round.Title, [.. items.Select(item => item.Code)]));
        }

        return sent;
    }

    /// <summary>A mail that cannot be opened is shown as that: it may be just why it waits.</summary>
    async Task<SeenMail?> Read(TriageTask task, CancellationToken cancellation)
    {
        if (task.MessageId is not { } id)
        {
            return null;
        }

        try
        {
            var mail = await mailbox.Open(id, cancellation);
            return new SeenMail(mail.Text, null);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return new SeenMail(null, fault.Message);
        }
    }

    Task<IResult> OpenTask(HttpRequest request, string cycleId, string taskId, Func<TriageContext, TriageTask, Task<IResult>> answer)
        => Open(request, cycleId, async page => (await desk.Find(cycleId, taskId, page.Language, request.HttpContext.RequestAborted), await desk.Decided(cycleId, taskId, request.HttpContext.RequestAborted)) switch
        {
            ({ } task, _) => await answer(page, task),
            (_, { } decision) => await Page<NoticePage>(TriageView.Decided(page, decision), HttpMethods.IsGet(request.Method) ? StatusCodes.Status200OK : StatusCodes.Status409Conflict),
            _ => await Page<NoticePage>(new NoticeView(TriageView.Frame(page, ""), page.Words["missing-title"], [page.Words["triage-missing"]]), StatusCodes.Status404NotFound),
        });

    async Task<IResult> Open(HttpRequest request, string cycleId, Func<TriageContext, Task<IResult>> answer)
    {
        var chosen = PageContext.LanguageOf(request.Query["lang"]);
        if (await callers.Person(request, cycleId, request.HttpContext.RequestAborted) is not { } person)
        {
            return await Refuse(chosen ?? Language.Ms, StatusCodes.Status401Unauthorized);
        }

        var plan = await plans.Read(cycleId, request.HttpContext.RequestAborted);
        return TriageRules.MayDecide(person)
            ? await answer(new TriageContext(plan, person, keys.Current, PageRequest.RootOf(request, $"/desk/{cycleId}"), chosen ?? person.Language, clock.GetUtcNow()))
            : await Refuse(chosen ?? person.Language, StatusCodes.Status403Forbidden);
    }

    static Task<IResult> Refuse(Language language, int status)
    {
        var words = Words.In(PageContext.Code(language));
        var other = Words.In(PageContext.Code(language == Language.Ms ? Language.En : Language.Ms));
        return Page<NoticePage>(new NoticeView(PageView.Stranger(words), words["triage-refused-title"], [words["triage-refused"], other["triage-refused"]]), status);
    }

    static async Task<IResult> Page<TComponent>(object view, int status = StatusCodes.Status200OK)
        where TComponent : Microsoft.AspNetCore.Components.IComponent
        => new PageResult(await Html.Of<TComponent>(view), status, null);
}
