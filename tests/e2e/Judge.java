// SPDX-License-Identifier: MIT
// Judge.java - a client with the platform's own trust manager, for oracle-java.t, rotate-peers.t and certfetch-store.t.
import java.io.*;
import java.security.KeyStore;
import javax.net.ssl.*;

/** Lines "PORT ANCHOR NAME": connects to 127.0.0.1:PORT trusting what ANCHOR, a file or a folder of *.crt, holds, as an HTTPS client of NAME; "yes" or the reason against. */
class Judge {
    public static void main(String[] args) throws Exception {
        var in = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = in.readLine()) != null;) {
            var w = line.split(" ");
            System.out.println(judge(Integer.parseInt(w[0]), w[1], w[2]));
        }
    }
    static String judge(int port, String anchorFile, String name) throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        var place = new File(anchorFile);
        var files = place.isDirectory() ? place.listFiles((dir, file) -> file.endsWith(".crt")) : new File[] {place};
        for (var file : files) {
            try (var anchor = new FileInputStream(file)) {
                for (var c : java.security.cert.CertificateFactory.getInstance("X.509").generateCertificates(anchor))
                    trusted.setCertificateEntry("anchor" + trusted.size(), c);
            }
        }
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        var raw = new java.net.Socket("127.0.0.1", port);
        try (var s = (SSLSocket) context.getSocketFactory().createSocket(raw, name, port, true)) {
            var p = s.getSSLParameters();
            p.setEndpointIdentificationAlgorithm("HTTPS");
            s.setSSLParameters(p);
            s.startHandshake();
            return "yes";
        } catch (SSLException e) {
            return e.getMessage().replace('\n', ' ');
        }
    }
}
