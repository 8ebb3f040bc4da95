using Assessment.Access;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Teams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Assessment;

/// <summary>The composition that Azure and the local host share. Each host adds its own register, stores, mailbox, cards and sealing key.</summary>
public static class Services
{
    public static IServiceCollection AddAssessment(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Register.Register>();
        services.AddSingleton<Ledger>();
        services.AddSingleton<PlanStore>();
        services.AddSingleton<Callers>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<CardDesk>();
        services.AddSingleton<CallReader>();
        services.AddSingleton<EvidenceDesk>();
        return services;
    }
}
