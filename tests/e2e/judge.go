// SPDX-License-Identifier: MIT
// judge.go - a client of crypto/tls and crypto/x509. Lines "PORT ANCHOR NAME": connects to 127.0.0.1:PORT trusting
// ANCHOR alone, as a client of NAME; "yes" or the reason against.
package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"
	"strings"
)

func judge(port, anchor, name string) error {
	pem, err := os.ReadFile(anchor)
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	conn, err := tls.Dial("tcp", "127.0.0.1:"+port, &tls.Config{RootCAs: roots, ServerName: name})
	if err == nil {
		conn.Close()
	}
	return err
}

func main() {
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		word := strings.Fields(in.Text())
		if err := judge(word[0], word[1], word[2]); err != nil {
			fmt.Println(strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Println("yes")
		}
	}
}
