using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Assessment;

/// <summary>The composition that Azure and the local host share.</summary>
public static class Services
{
    public static IServiceCollection AddAssessment(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }
}
