using Assessment.Durable;
using Assessment.Host.Runtime;
using Assessment.Mail;
using Assessment.Tests.Runtime;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Assessment.Tests.Durable;

/// <summary>The policies on the runtime, with a restart after every third step.</summary>
public sealed class PoliciesTests
{
    int calls;

    [Fact]
    public async Task Being_told_to_come_back_uses_up_no_attempt()
    {
        var taken = await Take(told: 20, failed: 11);

        Assert.Equal((OrchestrationRuntimeStatus.Completed, 32), (taken.RuntimeStatus, calls));
    }

    [Fact]
    public async Task Twelve_failures_end_the_filing_of_a_mail()
    {
        var taken = await Take(told: 20, failed: 12);

        Assert.Equal((OrchestrationRuntimeStatus.Failed, 32), (taken.RuntimeStatus, calls));
    }

    async Task<OrchestrationMetadata> Take(int told, int failed)
    {
        var bench = new Bench(new MemoryHistoryStore(), tasks => tasks
            .AddActivityFunc<string, string>("File", (_, mail) => ++calls <= told ? throw new MailNotNowException(Bench.Start.AddMinutes(calls), "Busy.")
                : calls <= told + failed ? throw new IOException("Broken.")
                : mail)
            .AddOrchestratorFunc<string, string>("Take", (context, mail) => context.CallActivityAsync<string>("File", mail, Policies.Filing))).Begin("Take", "mail");

        await bench.RunToRest(reopenAfter: 3);

        return (await bench.Runtime.Client.GetInstanceAsync("one"))!;
    }
}
